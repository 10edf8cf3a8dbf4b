import {label, wrapped} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {Legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {widest} from "./text-width.ts";
import {MUTED, fontSize, isNarrow} from "./theme.ts";

/** A state that things are in, at both times. */
export interface FlowState {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
}

/** How many were in a state, and are in another one. */
export interface FlowMove {
  readonly from: string;
  readonly to: string;
  readonly customers: number;
}

/** What {@link flow} draws. */
export interface FlowSpec {
  readonly heading: string;
  /** What the two sides are. */
  readonly left: string;
  readonly right: string;
  /** Top to bottom. */
  readonly states: readonly FlowState[];
  readonly moves: readonly FlowMove[];
  readonly top: number;
}

const NODE = 10;
const GAP = 14;

/** An alluvial drawing from `top` on: a column of states on each side, in one order, and between them bands as high as customers are many, in the colour of where they came from; name and share stand beside each state. */
export function flow({heading, left, right, states, moves, top}: FlowSpec, options: ChartOptions): Legend {
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const total = moves.reduce((sum, {customers}) => sum + customers, 0);
  const sumOf = (side: "from" | "to", name: string) =>
    moves.reduce((sum, move) => sum + (move[side] === name ? move.customers : 0), 0);
  const shown = states.filter(({name}) => sumOf("from", name) + sumOf("to", name) > 0);
  const room =
    widest(
      shown.map(({label: text}) => text),
      size
    ) + 10;
  const heads = wrapped(heading, width, size);
  const head = top + (heads.length - 1) * (size + 4);
  const first = head + 2 * size + 16;
  const scale = (narrow ? 190 : 220) / total;
  const least = 2 * size + 4;
  /** Top of each state's node; a small one leaves room for its two lines. */
  const stack = (side: "from" | "to") => {
    let y = first;
    return new Map(
      shown.map(({name}) => {
        const height = sumOf(side, name) * scale;
        const place = {y: y + Math.max(0, least - height) / 2, height};
        y += Math.max(height, least) + GAP;
        return [name, place] as const;
      })
    );
  };
  const [from, to] = [stack("from"), stack("to")];
  const [x0, x1] = [room + NODE, width - room - NODE];
  const used = {from: new Map<string, number>(), to: new Map<string, number>()};
  const ordered = shown.flatMap((a) =>
    shown.flatMap((b) =>
      moves.filter((move) => move.from === a.name && move.to === b.name).map((move) => ({move, a, b}))
    )
  );
  const bands = ordered.map(({move, a, b}) => {
    const height = move.customers * scale;
    const take = (side: "from" | "to", name: string, nodes: typeof from) => {
      const offset = used[side].get(name) ?? 0;
      used[side].set(name, offset + height);
      return nodes.get(name)!.y + offset;
    };
    const [y0, y1] = [take("from", a.name, from), take("to", b.name, to)];
    const middle = rounded((x0 + x1) / 2);
    const d = `M${rounded(x0)} ${rounded(y0)}C${middle} ${rounded(y0)} ${middle} ${rounded(y1)} ${rounded(x1)} ${rounded(y1)}v${rounded(height)}C${middle} ${rounded(y1 + height)} ${middle} ${rounded(y0 + height)} ${rounded(x0)} ${rounded(y0 + height)}Z`;
    const title = `${a.label} → ${b.label}: ${format.value(move.customers, "count")}`;
    return element(
      document,
      "path",
      {class: "k-flow", d, fill: a.colour, "fill-opacity": a === b ? 0.3 : 0.55},
      element(document, "title", {}, title)
    );
  });
  const node = (side: "from" | "to", nodes: typeof from) =>
    shown.flatMap(({name, label: text, colour}) => {
      const {y, height} = nodes.get(name)!;
      const isLeft = side === "from";
      const at = {x: isLeft ? room - 6 : width - room + 6, anchor: isLeft ? ("end" as const) : ("start" as const)};
      const share = format.short(sumOf(side, name) / total, "ratio");
      const middle = y + height / 2;
      return [
        element(document, "rect", {x: isLeft ? room : x1, y, width: NODE, height: Math.max(1, height), fill: colour}),
        label(document, text, {...at, y: middle - size * 0.6, size}),
        label(document, share, {...at, y: middle + size * 0.6 + 1, size, bold: true})
      ];
    });
  const bottoms = [...from.values(), ...to.values()].map(({y, height}) => y + Math.max(height, least));
  return {
    node: element(
      document,
      "g",
      {class: "k-flows"},
      ...heads.map((text, i) => label(document, text, {x: 0, y: top + i * (size + 4), size, bold: true})),
      label(document, left, {
        x: room + NODE,
        y: head + size + 8,
        size: size - 1,
        anchor: narrow ? "middle" : "end",
        fill: MUTED
      }),
      label(document, right, {
        x: width - room - NODE,
        y: head + size + 8,
        size: size - 1,
        anchor: narrow ? "middle" : "start",
        fill: MUTED
      }),
      ...bands,
      ...node("from", from),
      ...node("to", to)
    ),
    height: Math.max(...bottoms) + 6
  };
}
