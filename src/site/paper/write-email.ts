import {existsSync} from "node:fs";
import {readFile, readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {createTransport} from "nodemailer";
import type {BuiltSite} from "./built-site.ts";
import {readDigest} from "./digest.ts";
import type {Digest, DigestFigure} from "./digest.ts";
import {MAIL_MARK, emailHtml, emailText} from "./email.ts";
import type {EmailOptions} from "./email.ts";
import {emailWords} from "../words/email-words.ts";
import type {Page} from "../page.ts";
import {ReportError} from "../../errors.ts";
import {UNFINISHED, replaceFile} from "../replace-file.ts";
import {addressOf} from "../views/link.ts";

/** What mails are made with. */
export interface EmailSettings {
  readonly out: string;
  readonly query: string;
  /** Address of the site's root on the web; null leaves links out. */
  readonly url: string | null;
  /** Most charts in a mail. */
  readonly charts: number;
}

/**
 * Writes a report's mail: `NAME.eml`, which mail programs open as a draft, and `NAME/index.html` with its pictures beside it, for programs that send newsletters.
 * @returns both paths within `out`.
 */
export async function writeEmail(site: BuiltSite, page: Page, settings: EmailSettings): Promise<readonly string[]> {
  const view = await site.open(page.path, {width: 1024, height: 1400, scale: 2, query: settings.query});
  try {
    const digest = await readDigest(view, settings.charts);
    const name = page.path === "" ? "index" : page.path;
    const options = (source: EmailOptions["source"]): EmailOptions => ({
      lang: page.lang,
      words: emailWords(page.lang),
      site: site.built.site.title,
      link: linkTo(page, settings),
      source
    });
    await writeFolder(join(settings.out, name), digest, options(fileOf));
    await replaceFile(join(settings.out, `${name}.eml`), await message(digest, page, options(contentId)));
    return [`${name}.eml`, `${name}/index.html`];
  } finally {
    await view.context().close();
  }
}

/** The report's address below the site's, filtered as the mail is; null where the site has none. */
function linkTo({path}: Page, {url, query}: EmailSettings): string | null {
  return url && `${addressOf(url, path)}${query}`;
}

/** The mail itself, beside its pictures. */
const PAGE = "index.html";
const fileNamed = (id: string): string => `${encodeURIComponent(id)}.png`;
const fileOf = ({id}: DigestFigure): string => fileNamed(id);
const contentId = ({id}: DigestFigure): string => `cid:${encodeURIComponent(id)}@kizuna`;

/** A mail with its pictures inside, unsent: the same bytes for the same report. */
async function message(digest: Digest, {path, asOf}: Page, options: EmailOptions): Promise<Buffer> {
  const writer = createTransport({streamTransport: true, buffer: true, newline: "unix"});
  const {message: bytes} = await writer.sendMail({
    subject: digest.title,
    html: emailHtml(digest, options),
    text: emailText(digest, options),
    headers: {"X-Unsent": "1"},
    date: new Date(`${asOf}T00:00:00Z`),
    messageId: `<${encodeURIComponent(path === "" ? "index" : path)}.${asOf}@kizuna>`,
    baseBoundary: "kizuna",
    attachments: digest.figures.map((figure) => ({
      filename: fileOf(figure),
      content: figure.picture,
      contentType: "image/png",
      cid: options.source(figure).slice("cid:".length)
    }))
  });
  return bytes as Buffer;
}

/** Pictures first, so that the page never shows what is not there; those that it shows no more go. */
async function writeFolder(folder: string, digest: Digest, options: EmailOptions): Promise<void> {
  const earlier = await ownFiles(folder);
  const pictures = digest.figures.map((figure) => [decodeURIComponent(fileOf(figure)), figure.picture] as const);
  for (const [name, picture] of pictures) await replaceFile(join(folder, name), picture);
  await replaceFile(join(folder, PAGE), emailHtml(digest, options));
  const kept = new Set([PAGE, ...pictures.map(([name]) => name)]);
  for (const name of earlier) if (!kept.has(name)) await rm(join(folder, name));
}

/** The pictures that an earlier run wrote into a mail's folder, as its page shows them. @throws {ReportError} if it holds anything else: it is somebody's. */
async function ownFiles(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, {withFileTypes: true});
  const names = entries.filter((entry) => !entry.isDirectory()).map(({name}) => name);
  const other = names.find((name) => name !== PAGE && !/\.png$|^\.unfinished-/.test(name));
  if (other !== undefined || (names.length > 0 && !(await isMail(join(folder, PAGE)))))
    throw new ReportError(
      `the folder holds files that are no mail: ${other ?? names[0]}`,
      {file: folder, line: 1},
      "choose another folder with --out"
    );
  const page = names.includes(PAGE) ? await readFile(join(folder, PAGE), "utf8") : "";
  return names.filter(
    (name) => name.startsWith(UNFINISHED) || page.includes(`"${fileNamed(name.replace(/\.png$/, ""))}"`)
  );
}

/** Whether a page is there, and one that {@link writeFolder} wrote. */
async function isMail(page: string): Promise<boolean> {
  return existsSync(page) && (await readFile(page, "utf8")).includes(`content="${MAIL_MARK}"`);
}
