import {expect, it} from "vitest";
import {withoutSchemas} from "../../../src/site/js/no-schemas.ts";

it("schemas go with all that describes them, and what is built from them stays", () => {
  expect(
    withoutSchemas(
      'import {z} from "zod";\nconst one = z.number();\nconst schema = z.object({kind: z.enum(["a"]).describe("What it is (of a)."), one}).strict();\nexport const wide = (name) => option(name, z.string().min(2), 3);\nconst zones = zone.of(z);'
    )
  ).toBe(
    'import {z} from "zod";\nconst one = z;\nconst schema = z;\nexport const wide = (name) => option(name, z, 3);\nconst zones = zone.of(z);'
  );
});
