/** What the values of a column look like. */
export type PersonalKind = "e-mail addresses" | "phone numbers" | "card numbers" | "names of persons";

/** From this share of the values on a column holds what they look like; e-mail addresses show themselves, and one is enough. */
const MOST = 0.5;
/** Fewer different values than this are no column of names or numbers. */
const FEW = 3;
/** Names repeat, and look like places and products: it takes more of them. */
const FEW_NAMES = 5;

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/u;
/** With a country's prefix, a Japanese or North American number with its hyphens, or a Japanese mobile. */
const PHONE = [
  /^\+\d{1,3}[\d\s().-]{6,16}$/,
  /^\(?0\d{1,4}\)?[-. ]\d{1,4}[-. ]\d{3,4}$/,
  /^\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}$/,
  /^0[5789]0\d{8}$/
];
const CARD = /^[2-6]\d{3}(?:[- ]?\d){9,15}$/;

/**
 * What a column's values look like if it is of persons; null for any other. Only texts and whole numbers can be.
 * @param values null among them is passed over.
 */
export function personalKind(values: Iterable<unknown>): PersonalKind | null {
  const texts = new Set<string>();
  for (const value of values)
    if (typeof value === "string" || (typeof value === "number" && Number.isSafeInteger(value)))
      texts.add(String(value).normalize("NFKC").trim());
  texts.delete("");
  const all = [...texts];
  if (all.some((text) => EMAIL.test(text))) return "e-mail addresses";
  if (all.length < FEW) return null;
  const share = (test: (text: string) => boolean) => all.filter(test).length / all.length;
  if (share(isCard) >= MOST) return "card numbers";
  if (share((text) => PHONE.some((pattern) => pattern.test(text)) && digits(text).length >= 9) >= MOST)
    return "phone numbers";
  return all.length >= FEW_NAMES && share(isName) >= MOST ? "names of persons" : null;
}

/** Whether the digits are 13 to 19, begin as cards do, and pass the check of Luhn (ISO/IEC 7812-1). */
export function isCard(text: string): boolean {
  if (!CARD.test(text)) return false;
  const sum = [...digits(text)].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function digits(text: string): string {
  return text.replace(/\D/g, "");
}

/** Whether a text is a given name that many have and one or two more words, or the like in Japanese. */
function isName(text: string): boolean {
  const words = text.replace(/^(mr|mrs|ms|miss|dr)\.?\s+/i, "").split(/,?\s+/);
  if (words.length === 2 || words.length === 3)
    if (
      words.every((word) => /^\p{Lu}[\p{L}'’.-]*$/u.test(word)) &&
      words.some((word) => GIVEN.has(word.toLowerCase()))
    )
      return true;
  const plain = text.replace(/\s|様$|さん$/g, "");
  if (!/^[\p{Script=Han}々ヶ\p{Script=Hiragana}\p{Script=Katakana}]{3,6}$/u.test(plain)) return false;
  // Many families are called like a place: 山口県 is none of them.
  return FAMILIES.some((name) => plain.startsWith(name)) && !/[都道府県市区町村郡店駅支社院校園寺]$/.test(plain);
}

const GIVEN = new Set(
  `james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul andrew joshua
  kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin
  samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron jose adam henry nathan douglas zachary peter kyle walter ethan
  jeremy harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan billy bruce albert willie
  mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle
  carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen
  samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren
  christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean abigail
  alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis
  hans klaus jürgen peter wolfgang ursula monika sabine petra claudia stefan andreas martin pierre michel jean-pierre françois nathalie isabelle
  luca marco giulia francesca carlos juan luis josé miguel ana carmen lucía pedro joão wei li ming jing yan mohammed ahmed fatima ali priya raj
  haruto yuto sota yuki hayato haruki ryusei koki sora takumi kenji takashi hiroshi akira makoto satoshi naoki daisuke kazuya kenta shota yui
  hana aoi rin sakura mei miyu akari misaki ayaka nanami yuka keiko yoko akiko naoko tomoko mayumi emi kaori megumi yumi`.split(
    /\s+/
  )
);

const FAMILIES = (
  "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡邉 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 斉藤 齋藤 清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 " +
  "福田 太田 西村 藤井 岡本 金子 藤原 中野 三浦 原田 中川 松田 竹内 小野 田村 中山 和田 石田 森田 上田 原 内田 柴田 酒井 宮崎 横山 高木 安藤 宮本 大野 小島 谷口 工藤 今井 高田 増田 丸山 杉山 村田 大塚 新井 小山 平野 " +
  "藤本 河野 上野 野口 武田 松井 千葉 菅原 岩崎 木下 久保 佐野 野村 松尾 市川 菊地 杉本 古川 大西 島田 水野 桜井 高野 吉川"
).split(" ");
