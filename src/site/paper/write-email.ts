import {mkdir, writeFile} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {createTransport} from "nodemailer";
import type {BuiltSite} from "./built-site.ts";
import {readDigest} from "./digest.ts";
import type {Digest, DigestFigure} from "./digest.ts";
import {emailHtml, emailText} from "./email.ts";
import type {EmailOptions} from "./email.ts";
import {emailWords} from "../words/email-words.ts";
import type {Page} from "../page.ts";
import {replaceFile, swapFolder} from "../replace-file.ts";
import {temporaryFolder} from "../temporary.ts";
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
    const mail = join(settings.out, `${name}.eml`);
    await replaceFile(mail, await message(digest, page, options(contentId)));
    await writeFolder(join(settings.out, name), digest, options(fileOf));
    return [`${name}.eml`, `${name}/index.html`];
  } finally {
    await view.context().close();
  }
}

/** The report's address below the site's, filtered as the mail is; null where the site has none. */
function linkTo({path}: Page, {url, query}: EmailSettings): string | null {
  return url && `${addressOf(url, path)}${query}`;
}

const fileOf = ({id}: DigestFigure): string => `${encodeURIComponent(id)}.png`;
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

async function writeFolder(folder: string, digest: Digest, options: EmailOptions): Promise<void> {
  await using temporary = await temporaryFolder(join(dirname(folder), `.${basename(folder)}.tmp-`));
  const fresh = join(temporary.path, "new");
  await mkdir(fresh, {recursive: true});
  await writeFile(join(fresh, "index.html"), emailHtml(digest, options));
  for (const figure of digest.figures) await writeFile(join(fresh, decodeURIComponent(fileOf(figure))), figure.picture);
  swapFolder(folder, fresh, join(temporary.path, "old"));
}
