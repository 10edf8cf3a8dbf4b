import {inLanguage} from "../../text/language.ts";
import type {FilterWords} from "./filter-words.ts";

/** What an exported page says otherwise than the page of the site. */
type ExportWords = Pick<FilterWords, "notFiltered" | "neither">;

const en: ExportWords = {
  notFiltered: "In this file, this figure does not follow the filters: it shows all customers.",
  neither: "In this file, this figure does not follow the filters: it shows all customers and the whole history."
};

const ja: ExportWords = {
  notFiltered: "このファイルではこの図は絞り込みの対象外で、全顧客の値を示しています。",
  neither: "このファイルではこの図は絞り込みの対象外で、全顧客・全期間の値を示しています。"
};

/** The words in the page's language. */
export function exportWords(lang: string): ExportWords {
  return inLanguage(lang, {en, ja});
}
