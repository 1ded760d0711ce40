// Prints measured numbers beside their goals and counts which are met.
const counts = { met: 0, missed: 0 };

function show({ cpuSeconds, peakMB }) {
  return `${cpuSeconds.toFixed(2)} s, ${peakMB.toFixed(0)} MB`;
}

/** One number; `reason` says, where the goal is missed, what stands in the way. */
function report(what, value, { goal, unit = "", reason } = {}) {
  const met = goal === undefined || value <= goal;
  if (goal !== undefined) counts[met ? "met" : "missed"]++;
  const target = goal === undefined ? "" : `  (goal ${goal}${unit}: ${met ? "met" : "MISSED"})`;
  console.log(`${what.padEnd(66)} ${value.toFixed(2)}${unit}${target}`);
  if (!met && reason !== undefined) console.log(`    because ${reason}`);
}

/** Something that holds or does not. */
function check(what, holds) {
  counts[holds ? "met" : "missed"]++;
  console.log(what);
}

module.exports = { check, counts, report, show };
