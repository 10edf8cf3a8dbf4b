import {sqlOf} from "./figure-data.ts";
import {toolWords} from "../words/tool-words.ts";

const words = toolWords(document.documentElement.lang);

/** Puts what a figure asks of the database into its fold-out: of a metric the sums that a filter adds up. */
export async function showSql(how: Element): Promise<void> {
  const place = document.createElement("div");
  place.className = "k-sql";
  how.append(place);
  try {
    const texts = Object.entries(await sqlOf(how.closest(".k-figure")!));
    place.append(
      ...texts.flatMap(([name, text]) => {
        const label = texts.length === 1 ? words.sql : words.sqlOf(name);
        const head = Object.assign(document.createElement("p"), {textContent: label});
        const code = Object.assign(document.createElement("pre"), {textContent: text, tabIndex: 0});
        code.setAttribute("aria-label", label);
        code.setAttribute("role", "group");
        return [head, code];
      })
    );
  } catch (error) {
    place.textContent = words.failed(error instanceof Error ? error.message : String(error));
  }
}
