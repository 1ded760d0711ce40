/** `read`, with its answer remembered for each thing it was asked of: many rules ask, and what is judged does not change. */
export function readOnce<Thing extends object, Answer>(read: (thing: Thing) => Answer): (thing: Thing) => Answer {
  const answers = new WeakMap<Thing, { readonly answer: Answer }>();
  return (thing) => {
    const known = answers.get(thing) ?? { answer: read(thing) };
    answers.set(thing, known);
    return known.answer;
  };
}
