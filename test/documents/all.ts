import { allTestsIn } from "../support/all-tests-in";

allTestsIn(__dirname);
