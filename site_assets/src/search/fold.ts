// Texts without upper case and accents, so that "Mémoli" is found by "memoli".

/** Accents of Latin, Greek and Cyrillic; points of Hebrew; vowel signs of Arabic. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
/** Latin letters that Unicode does not take apart into a letter and a mark; final sigma. */
const ALIKE: Readonly<Record<string, string>> = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ",
};
const PLAIN = /^[\x00-\x7f]*$/;
const BEYOND_ASCII = /[^\x00-\x7f]/gu;
const known = new Map<string, string>();

export function fold(text: string): string {
  const low = text.toLowerCase();
  return PLAIN.test(low) ? low : low.replace(BEYOND_ASCII, foldedLetter);
}

/** A folded text, and the place in the text of each of its letters, and of its end. */
export function foldWithPlaces(text: string): readonly [folded: string, place: (at: number) => number] {
  if (PLAIN.test(text)) return [text.toLowerCase(), (at) => at];
  const places: number[] = [];
  let [folded, at] = ["", 0];
  for (const letter of text) {
    const plain = fold(letter);
    for (let i = 0; i < plain.length; i++) places.push(at);
    folded += plain;
    at += letter.length;
  }
  return [folded, (index) => places[index] ?? at];
}

function foldedLetter(letter: string): string {
  let folded = known.get(letter);
  if (folded === undefined) {
    const plain = letter.normalize("NFKD").toLowerCase().replace(MARKS, "").normalize("NFC");
    folded = [...plain].map((one) => ALIKE[one] ?? one).join("");
    known.set(letter, folded);
  }
  return folded;
}
