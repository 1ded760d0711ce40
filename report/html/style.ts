/** The whole style of the page: light and dark by the reader's system, paper in light. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ground: #f6f7f9; --ink: #15202b; --quiet: #526070; --line: #dde2e8; --strong: #b9c2cd;
  --accent: #0b6a62; --accent-soft: #e3f1ef;
  --bad: #b3261e; --bad-soft: #fcebea; --warn: #8a5300; --warn-soft: #fdf3e1; --good: #1c6b3c;
  --cluster: #475569; --accelerators: #0b7a70; --machines: #7c8a9a; --fabric: #b45309; --filesystem: #4653c4;
  --bucket: #8b3fb0; --outside: #64748b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171d24; --ground: #0f1419; --ink: #e8edf2; --quiet: #a3b0be; --line: #2b343e; --strong: #4a5663;
    --accent: #5cc9bb; --accent-soft: #15332f;
    --bad: #ff9389; --bad-soft: #3a1d1b; --warn: #f2bd6b; --warn-soft: #37280f; --good: #7fd6a0;
    --cluster: #94a3b8; --accelerators: #3fbfae; --machines: #8796a6; --fabric: #f0a04b; --filesystem: #8f9bff;
    --bucket: #cf8df0; --outside: #94a3b8;
  }
}
* { box-sizing: border-box; }
html { font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; }
body { margin: 0; background: var(--ground); color: var(--ink); }
.skip { position: absolute; left: -999rem; top: 0; padding: .6rem 1rem; background: var(--accent); color: var(--paper); z-index: 1; }
.skip:focus { left: 0; }
main:focus { outline: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.layout { max-width: 1160px; margin: 0 auto; padding: 0 1.75rem 5rem; }

h1 { font-size: 2.6rem; line-height: 1.15; letter-spacing: -.02em; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; margin: 0 0 1.1rem; }
h3 { font-size: 1.05rem; line-height: 1.4; margin: 1.6rem 0 .5rem; }
p, h2, h3, li, dt, dd { overflow-wrap: anywhere; }
p { margin: 0 0 .9rem; max-width: 76ch; }
ul { padding-left: 1.2rem; }
code { font: .86em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.note { font-size: .87rem; color: var(--quiet); }
.unbroken { white-space: nowrap; }
.unknown { color: var(--quiet); font-style: italic; }

.headline { padding: 4rem 0 1.5rem; }
.eyebrow { font-size: .87rem; color: var(--quiet); margin: 0 0 .4rem; }
.lead { font-size: 1.2rem; color: var(--quiet); margin: .5rem 0 2.2rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.2rem, 1fr)); gap: 1px; margin: 0;
  background: var(--line); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.tile { background: var(--paper); padding: 1.1rem 1rem 1.2rem 1.1rem; }
.tile dt { font-size: .87rem; color: var(--quiet); }
.tile dd { margin: 0; }
.tile .value { font-size: 1.7rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.3; font-variant-numeric: tabular-nums; }
.tile .unit { font-size: .95rem; font-weight: 500; letter-spacing: 0; color: var(--quiet); }
.tile .detail { display: block; font-size: .87rem; line-height: 1.45; color: var(--quiet); overflow-wrap: anywhere; }
.tile .good { color: var(--good); } .tile .warn { color: var(--warn); } .tile .bad { color: var(--bad); }

nav { position: sticky; top: 0; z-index: 1; background: var(--ground); border-bottom: 1px solid var(--line); margin: 0 0 1.75rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; list-style: none; margin: 0; padding: .6rem 0; }
nav a { color: var(--quiet); font-size: .87rem; text-decoration: none; display: inline-block; padding: .15rem 0; }
nav a:hover, nav a:focus-visible { color: var(--ink); text-decoration: underline; text-underline-offset: .25em; }

section { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 1.9rem 2rem 1.7rem; margin: 0 0 1.5rem;
  scroll-margin-top: 4.5rem; }
section > :last-child, article > :last-child { margin-bottom: 0; }
article + .note { margin-top: 1.4rem; }
footer { color: var(--quiet); font-size: .87rem; padding-top: .5rem; }

.scroll { overflow-x: auto; margin: 0 0 1.1rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.45; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; padding: 0; }
.wide { min-width: 52rem; }
.widest { min-width: 64rem; }
caption.seen { text-align: left; font-weight: 650; font-size: .95rem; padding: 0 0 .5rem; }
th, td { padding: .5rem .9rem .5rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-weight: 500; font-size: .84rem; vertical-align: bottom; border-bottom-color: var(--strong); }
tbody th { font-weight: 600; }
tbody tr:last-child > * { border-bottom: 0; }
.text { text-align: left; }
td .detail { display: block; font-size: .84rem; color: var(--quiet); white-space: normal; }
.quiet { color: var(--quiet); font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }

.facts { margin: 0 0 1.1rem; display: grid; gap: .3rem; font-size: .92rem; }
.facts > div { display: grid; grid-template-columns: 9.5rem 1fr; gap: 1rem; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }

details { border-top: 1px solid var(--line); padding: .7rem 0 0; margin: .9rem 0 0; font-size: .92rem; }
summary { cursor: pointer; color: var(--accent); font-weight: 550; padding: .15rem 0; }
details[open] > summary { margin-bottom: .7rem; }
details li { overflow-wrap: anywhere; }
.columns { columns: 24rem 2; }

.finding { border-left: 4px solid var(--strong); padding: .2rem 0 .1rem 1.1rem; margin: 1.4rem 0; break-inside: avoid; }
.finding h3 { margin: 0 0 .5rem; }
.finding.error { border-color: var(--bad); } .finding.warning { border-color: var(--warn); }
.badge { font-size: .8rem; font-weight: 650; border-radius: 4px; padding: .12rem .45rem; margin-right: .3rem; background: var(--ground); color: var(--quiet); }
.error .badge { background: var(--bad-soft); color: var(--bad); }
.warning .badge { background: var(--warn-soft); color: var(--warn); }

.drawing { margin: 0; }
.note + .drawing { margin-top: 1.6rem; }
.topology { display: block; width: 100%; min-width: 820px; height: auto; font-size: 13.5px; }
.topology text { fill: var(--quiet); }
.topology .title { fill: var(--ink); font-size: 16px; font-weight: 650; }
.topology .label { font-size: 12px; }
.frame rect { fill: var(--ground); stroke: var(--line); stroke-width: 1.25; }
.frame.depth-1 rect { fill: var(--paper); fill-opacity: .65; stroke: var(--strong); stroke-dasharray: 5 4; }
.topology .frame text { fill: var(--ink); font-weight: 600; }
.topology .frame.depth-1 text { fill: var(--quiet); font-weight: 500; }
.card .face { fill: var(--paper); stroke: var(--strong); }
.card .stripe, .card .key { fill: var(--kind); stroke: none; }
.topology .card .label { fill: var(--kind-text, var(--quiet)); }
.cluster { --kind: var(--cluster); } .accelerators { --kind: var(--accelerators); } .machines { --kind: var(--machines); }
.fabric { --kind: var(--fabric); } .filesystem { --kind: var(--filesystem); } .bucket { --kind: var(--bucket); }
.outside { --kind: var(--outside); }
.wire { fill: none; stroke: var(--strong); stroke-width: 1.5; }
.wire.runs { stroke: var(--cluster); stroke-width: 1.25; stroke-dasharray: 2 4; }
.wire.fabric { stroke: var(--fabric); stroke-width: 3.5; }
.wire.mount { stroke: var(--filesystem); }
.wire.data { stroke: var(--bucket); stroke-width: 2; stroke-dasharray: 8 4; }
.wire.site { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 12 4 2 4; }
.topology .wire-label { fill: var(--ink); font-size: 12.5px; paint-order: stroke; stroke: var(--ground); stroke-width: 5px; }
.topology.flow { width: auto; min-width: 0; }
.topology.flow.whole { width: 100%; min-width: 880px; }
.wire.carries { stroke: var(--accent); stroke-width: 2.5; }
.wire.steers { stroke: var(--strong); stroke-dasharray: 5 4; }
.arrow { fill: var(--accent); }
.arrow.steers { fill: var(--strong); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .35rem 1.4rem; padding: 0; margin: 1rem 0 0; font-size: .87rem; color: var(--quiet); }
.legend li { display: flex; align-items: center; gap: .5rem; }
.legend svg { flex: none; }

.band-chart { display: block; width: 100%; max-width: 720px; height: auto; margin: .4rem 0 1.2rem; font-size: 12px; }
.band-chart text { fill: var(--quiet); text-anchor: middle; font-variant-numeric: tabular-nums; }
.band-chart .axis-title { text-anchor: start; }
.band-chart .axis { stroke: var(--strong); }
.band-chart .range { fill: var(--accent-soft); stroke: var(--accent); }
.band-chart .expected { stroke: var(--accent); stroke-width: 3; }
.band-chart .point { fill: var(--fabric); stroke: var(--paper); stroke-width: 1.5; }
.band-chart .point-name { fill: var(--fabric); font-weight: 650; }

@media (max-width: 640px) {
  .layout { padding: 0 1rem 3rem; }
  .headline { padding-top: 2rem; }
  h1 { font-size: 2rem; }
  section { padding: 1.3rem 1.1rem; }
  nav { position: static; }
  .facts > div { grid-template-columns: 1fr; gap: 0; }
}

@page { size: A4; margin: 14mm 12mm; }
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --ground: #ffffff; --ink: #000000; --quiet: #3d4752; --line: #cfd5dc; --strong: #9aa5b1;
    --accent: #0b6a62; --accent-soft: #e3f1ef;
    --bad: #b3261e; --bad-soft: #ffffff; --warn: #8a5300; --warn-soft: #ffffff; --good: #1c6b3c;
    --cluster: #475569; --accelerators: #0b7a70; --machines: #7c8a9a; --fabric: #b45309; --filesystem: #4653c4;
    --bucket: #8b3fb0; --outside: #64748b;
  }
  html { font-size: 10.5px; }
  nav, .skip { display: none; }
  .layout { max-width: none; padding: 0; }
  .headline { padding-top: 0; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 1.4rem 0 .4rem; margin: 0; }
  h2, h3, caption, thead { break-after: avoid; }
  tr, figure, .band-chart, .tiles { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  .wide, .widest { min-width: 0; }
  tbody tr:nth-child(-n + 2) { break-before: avoid; }
  th, td { padding: .35rem .6rem .35rem 0; overflow-wrap: break-word; }
  details { border: 0; margin: 0; break-inside: auto; }
  details.on-screen { display: none; }
  details.on-paper::details-content { content-visibility: visible; block-size: auto; }
  .band-chart { max-width: 460px; }
  td.number { white-space: normal; }
  .topology, .topology.flow, .topology.flow.whole { min-width: 0; max-width: 100%; max-height: 230mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
