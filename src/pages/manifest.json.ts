import type {APIRoute} from "astro";
import {site} from "kizuna:site";

/** What was built, from which sources, and what is published. */
export const GET: APIRoute = () => Response.json(site().manifest);
