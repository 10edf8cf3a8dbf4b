import {betaGeometric} from "./beta-geometric.ts";

/**
 * MBG/NBD: as BG/NBD, but a customer can also drop out right after the first purchase, so P(alive) is below 1 for all.
 *
 * @see Batislam, Denizel & Filiztekin 2007, International Journal of Research in Marketing 24.
 */
export const mbgNbd = betaGeometric("mbgnbd", 1);
