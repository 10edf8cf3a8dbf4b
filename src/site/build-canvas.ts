import {crc32, deflateSync} from "node:zlib";

/** As much of a canvas as drawing libraries need to make pictures of single pixels: colour ramps and rasters. */
export class BuildCanvas {
  width = 300;
  height = 150;
  #pixels: Uint8ClampedArray | null = null;

  /** What draws on it, for `2d`; null for any other kind. */
  getContext(kind: string): CanvasPixels | null {
    if (kind !== "2d") return null;
    const pixels = (this.#pixels ??= new Uint8ClampedArray(this.width * this.height * 4));
    const {width, height} = this;
    return {
      fillStyle: "#000",
      fillRect(x, y, w, h) {
        const colour = rgba(this.fillStyle);
        for (let row = Math.max(0, y); row < Math.min(height, y + h); ++row)
          for (let column = Math.max(0, x); column < Math.min(width, x + w); ++column)
            pixels.set(colour, (row * width + column) * 4);
      },
      createImageData: (w, h) => ({width: w, height: h, data: new Uint8ClampedArray(w * h * 4)}),
      putImageData(image, x, y) {
        for (let row = 0; row < image.height; ++row)
          for (let column = 0; column < image.width; ++column) {
            const from = (row * image.width + column) * 4;
            pixels.set(image.data.subarray(from, from + 4), ((y + row) * width + x + column) * 4);
          }
      }
    };
  }

  /** The picture as a PNG in an address. */
  toDataURL(): string {
    const pixels = this.#pixels ?? new Uint8ClampedArray(this.width * this.height * 4);
    return `data:image/png;base64,${pngOf(pixels, this.width, this.height).toString("base64")}`;
  }
}

/** A canvas's pixels, and the few ways to set them. */
export interface CanvasPixels {
  fillStyle: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  createImageData(width: number, height: number): PixelBlock;
  putImageData(image: PixelBlock, x: number, y: number): void;
}

interface PixelBlock {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Red, green, blue and opacity, 0–255, of `#rgb`, `#rrggbb` or `rgb(…)`; black for any other. */
function rgba(colour: string): readonly number[] {
  const hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(colour)?.[1];
  if (hex) {
    const parts = hex.length === 3 ? [...hex].map((one) => one + one) : hex.match(/../g)!;
    return [...parts.map((part) => parseInt(part, 16)), 255];
  }
  const [r = 0, g = 0, b = 0, a = 1] = (/^rgba?\((.*)\)$/.exec(colour)?.[1] ?? "").match(/[\d.]+/g)?.map(Number) ?? [];
  return [r, g, b, a * 255];
}

function pngOf(pixels: Uint8ClampedArray, width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8); // 8 bits each of red, green, blue and opacity
  const rows = Buffer.alloc(height * (width * 4 + 1)); // a row begins with its filter: none
  for (let y = 0; y < height; ++y)
    rows.set(pixels.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0))
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
