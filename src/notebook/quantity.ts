import type {Unit} from "../metrics/metric.ts";

/** A number that knows what it means: prose writes it with its unit, arithmetic takes it as the number. */
export class Quantity {
  readonly value: number | null;
  readonly unit: Unit;
  constructor(value: number | null, unit: Unit) {
    this.value = value;
    this.unit = unit;
  }
  valueOf(): number {
    return this.value ?? NaN;
  }
  /** What a template literal writes. */
  toString(): string {
    return this.value === null ? "–" : String(this.value);
  }
  toJSON(): number | null {
    return this.value;
  }
}
