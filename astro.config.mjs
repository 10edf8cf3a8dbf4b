// For editors and `astro sync`; the commands in src/cli call Astro with the same configuration and a workspace.
import {join} from "node:path";
import {defineConfig} from "astro/config";
import {astroConfig} from "./src/site/astro.ts";

const project = import.meta.dirname;
const cache = join(project, "node_modules/.cache/kizuna/astro");

export default defineConfig(astroConfig({project, public: join(project, "public"), cache, out: join(project, "dist")}));
