import fc from "fast-check";
import { html, raw } from "../../report/html/markup";

describe("markup", () => {
  it("escapes values and leaves the template and other markup as they are", () => {
    const inner = html`<b>${"<i>"}</b>`;
    expect(html`<p title="${`"'&`}">${inner}${3}${undefined}${["a", ["<"]]}</p>`.text).toBe(
      '<p title="&quot;&#39;&amp;"><b>&lt;i&gt;</b>3a&lt;</p>',
    );
  });

  it("keeps what this room writes as markup", () => {
    expect(html`${raw("<hr>")}`.text).toBe("<hr>");
  });

  it("lets no text open a tag, end an attribute or turn the reading direction", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"'\u202a-\u202e\u2066-\u2069]|(?![\t\n\r])\p{Cc}/u);
      }),
    );
    expect(html`${"a\u202eb\u0000"}`.text).toBe("a\ufffdb\ufffd");
  });
});
