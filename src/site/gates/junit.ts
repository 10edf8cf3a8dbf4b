import {escapeHtml} from "../snapshots/escape.ts";
import {RULES} from "./gate.ts";
import type {Gate, Mistake, Rule} from "./gate.ts";

/** Gates as JUnit XML: a suite for each rule, a case for each gate, with a failure where it does not hold; mistakes are cases with an error. A gate that only warns passes, and says so in its output. */
export function junit(gates: readonly Gate[], errors: readonly Mistake[]): string {
  const suites = (Object.keys(RULES) as Rule[])
    .map((rule) => [rule, gates.filter((gate) => gate.rule === rule)] as const)
    .filter(([, own]) => own.length > 0)
    .map(([rule, own]) => suite(rule, own.map(gateCase), {failures: own.filter(isFailure).length, errors: 0}));
  const mistakes =
    errors.length === 0 ? [] : [suite("mistake", errors.map(errorCase), {failures: 0, errors: errors.length})];
  const all = [...mistakes, ...suites];
  const failures = gates.filter(isFailure).length;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="kizuna" tests="${gates.length + errors.length}" failures="${failures}" errors="${errors.length}">
${all.join("\n")}
</testsuites>
`;
}

function isFailure({problem, isWarning}: Gate): boolean {
  return problem !== null && !isWarning;
}

function suite(name: string, cases: readonly string[], {failures, errors}: {failures: number; errors: number}): string {
  return `  <testsuite name="${name}" tests="${cases.length}" failures="${failures}" errors="${errors}">\n${cases.join("\n")}\n  </testsuite>`;
}

function gateCase(gate: Gate): string {
  const {rule, name, place, problem} = gate;
  const head = `    <testcase classname="kizuna.${rule}" name="${xml(name)}" file="${xml(place.file)}" line="${place.line}"`;
  if (problem === null) return `${head}/>`;
  const line = xml(`${place.file}:${place.line}: ${problem}`);
  return gate.isWarning
    ? `${head}><system-out>${line}</system-out></testcase>`
    : `${head}><failure type="${rule}" message="${xml(problem)}">${line}</failure></testcase>`;
}

function errorCase({message, place}: Mistake): string {
  const text = xml(message);
  const at = place
    ? `name="${xml(`${place.file}:${place.line}`)}" file="${xml(place.file)}" line="${place.line}"`
    : 'name="database"';
  return `    <testcase classname="kizuna.mistake" ${at}><error type="mistake" message="${text}">${text}</error></testcase>`;
}

/** Text as XML, without what XML cannot hold: control characters, two that are none, halves of characters. */
function xml(text: string): string {
  return escapeHtml(text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\uFFFE\uFFFF]/g, ""));
}
