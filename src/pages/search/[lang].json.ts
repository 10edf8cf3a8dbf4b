import type {APIRoute, GetStaticPaths} from "astro";
import {site} from "kizuna:site";
import {searchIndex} from "../../site/tools/search-index.ts";

/** One search index for each language of the site. */
export const getStaticPaths = (() =>
  [...new Set(site().pages.map(({lang}) => lang))].map((lang) => ({params: {lang}}))) satisfies GetStaticPaths;

export const GET: APIRoute = ({params}) => Response.json(searchIndex(site().pages, params["lang"]!));
