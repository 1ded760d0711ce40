import { html, raw, type Html } from "./markup";
import type { ReportSubject, Section, SectionMaker } from "./section";
import { acknowledgementsSection } from "./sections/acknowledgements";
import { capacitySection } from "./sections/capacity";
import { costSection } from "./sections/cost";
import { facilitySection } from "./sections/facility";
import { flowSection } from "./sections/flow";
import { findingsSection } from "./sections/findings";
import { headline } from "./sections/headline";
import { keysSection } from "./sections/keys";
import { materialsSection } from "./sections/materials";
import { networkSection } from "./sections/network";
import { platformSection } from "./sections/platform";
import { quotasSection } from "./sections/quotas";
import { storageSection } from "./sections/storage";
import { topologySection } from "./sections/topology";
import { workloadsSection } from "./sections/workloads";
import { sovereigntySection } from "./sections/sovereignty";
import { style } from "./style";

/** In the order of the page: what a manager asks first, then what an engineer builds from. */
const makers: readonly SectionMaker[] = [
  flowSection,
  topologySection,
  capacitySection,
  storageSection,
  workloadsSection,
  costSection,
  sovereigntySection,
  findingsSection,
  acknowledgementsSection,
  quotasSection,
  facilitySection,
  materialsSection,
  networkSection,
  keysSection,
  platformSection,
];

/** Nothing may be loaded and no script may run, whatever a name in the model says. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A factory as one HTML page that needs nothing else: drawing, capacity, estimates, cost, findings, quotas, materials.
 * The same subject gives the same bytes.
 */
export function htmlReport(subject: ReportSubject): string {
  const sections = makers.map((make) => make(subject)).filter((section) => section !== undefined);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${subject.model.name}: AI factory report</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <div class="layout">
          ${headline(subject)}${contents(sections)}
          <main id="content" tabindex="-1">${sections.map(drawSection)}</main>
          <footer>
            <p>
              Made by ai-factory-blueprints from the synthesised output alone. A figure that is not known is left out or
              called so.
            </p>
          </footer>
        </div>
      </body>
    </html> `.text;
}

function contents(sections: readonly Section[]): Html {
  return html`<nav aria-label="Contents">
    <ul>
      ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
    </ul>
  </nav> `;
}

function drawSection({ id, title, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section> `;
}
