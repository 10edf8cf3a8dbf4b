import type {APIRoute, GetStaticPaths} from "astro";
import {site} from "kizuna:site";

/** One `index.json` beside each report. */
export const getStaticPaths = (() =>
  site().pages.map(({path}) => ({params: {report: path || undefined}}))) satisfies GetStaticPaths;

/** The report's cells as data. */
export const GET: APIRoute = ({params}) => {
  const page = site().pages.find(({path}) => path === (params["report"] ?? ""));
  return page ? Response.json(page.json) : new Response(null, {status: 404});
};
