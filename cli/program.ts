import { Command } from "commander";
import { boundaryCommand } from "./commands/boundary";
import { checkCommand } from "./commands/check";
import { estimateCommand } from "./commands/estimate";
import { explainCommand } from "./commands/explain";
import { fabricCommand } from "./commands/fabric";
import { listCommand } from "./commands/list";
import { newCommand } from "./commands/new";
import { reportCommand } from "./commands/report";
import { version } from "./package";

/** The command line with all its commands. */
export function program(): Command {
  const aifactory = new Command("aifactory")
    .description("blueprints for AI factories: new, check, explain, list, estimate, plan, report")
    .version(version)
    .showSuggestionAfterError();
  for (const command of [
    newCommand(),
    checkCommand(),
    boundaryCommand(),
    explainCommand(),
    listCommand(),
    estimateCommand(),
    fabricCommand(),
    reportCommand(),
  ]) {
    aifactory.addCommand(command);
  }
  usageExitsWith2(aifactory);
  return aifactory;
}

/** Commander ends bad usage with 1, which here means findings; this tool's code for it is 2. */
function usageExitsWith2(command: Command): void {
  command.exitOverride((error) => process.exit(error.exitCode === 1 ? 2 : error.exitCode));
  for (const child of command.commands) usageExitsWith2(child);
}
