import {betaGeometric} from "./beta-geometric.ts";

/**
 * BG/NBD: a customer can drop out only right after a repeat purchase.
 *
 * So a one-time buyer is alive for sure, which is an artefact: `aliveProbability` says null there.
 *
 * @see Fader, Hardie & Lee 2005, "Counting your customers the easy way", Marketing Science 24.
 */
export const bgNbd = betaGeometric("bgnbd", 0);
