/** What the shop sells. */
export interface Product {
  name: string;
  category: "Tea" | "Tableware" | "Home" | "Gift";
  /** List price in yen, tax included. */
  price: number;
  /** Yen left of the list price after tax, goods and packing. */
  margin: number;
  /** How often it is bought against the others. */
  weight: number;
}

/** The tea box that subscribers receive every month. */
export const TEA_BOX: Product = {name: "Monthly tea box", category: "Tea", price: 3240, margin: 1490, weight: 0};

/** The catalogue, without the {@link TEA_BOX}. */
export const PRODUCTS: readonly Product[] = [
  {name: "Sencha, Asagiri 80 g", category: "Tea", price: 1296, margin: 690, weight: 15},
  {name: "Hojicha, roasted stems 100 g", category: "Tea", price: 864, margin: 480, weight: 13},
  {name: "Genmaicha 150 g", category: "Tea", price: 918, margin: 490, weight: 9},
  {name: "Gyokuro, shaded 50 g", category: "Tea", price: 2592, margin: 1310, weight: 4},
  {name: "Matcha, stone-milled 30 g", category: "Tea", price: 2160, margin: 1120, weight: 8},
  {name: "Wakoucha black tea 60 g", category: "Tea", price: 1404, margin: 760, weight: 6},
  {name: "Buckwheat tea bags", category: "Tea", price: 756, margin: 410, weight: 7},
  {name: "Cold-brew tea bags", category: "Tea", price: 972, margin: 550, weight: 7},
  {name: "Kyusu teapot, Tokoname clay", category: "Tableware", price: 7480, margin: 3350, weight: 3},
  {name: "Yunomi cup, ash glaze", category: "Tableware", price: 2420, margin: 1180, weight: 6},
  {name: "Rice bowl, indigo", category: "Tableware", price: 1980, margin: 930, weight: 6},
  {name: "Serving plate, 24 cm", category: "Tableware", price: 4180, margin: 1960, weight: 3},
  {name: "Chopstick rests, set of 5", category: "Tableware", price: 1650, margin: 840, weight: 4},
  {name: "Matcha bowl and whisk", category: "Tableware", price: 9350, margin: 3980, weight: 2},
  {name: "Lacquered tray", category: "Home", price: 5720, margin: 2490, weight: 2},
  {name: "Tenugui cloth", category: "Home", price: 1430, margin: 760, weight: 5},
  {name: "Linen kitchen towel", category: "Home", price: 1760, margin: 880, weight: 4},
  {name: "Incense, cedar and yuzu", category: "Home", price: 1210, margin: 690, weight: 4},
  {name: "Rice-wax candle", category: "Home", price: 1870, margin: 930, weight: 3},
  {name: "Tea and sweets gift box", category: "Gift", price: 4320, margin: 1890, weight: 4},
  {name: "Pair of cups in paulownia box", category: "Gift", price: 8800, margin: 3740, weight: 2},
  {name: "Furoshiki wrapping", category: "Gift", price: 660, margin: 420, weight: 5}
];
