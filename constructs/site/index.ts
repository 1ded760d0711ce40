export { checkSiteProps, plannedSite } from "./check-site";
export { Site } from "./site";
export type * from "./site-props";
