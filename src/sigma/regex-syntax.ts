/**
 * PCRE's spellings that JavaScript lacks, replaced by some JavaScript of the same form, so that V8 can tell whether
 * brackets, ranges, counts and quantifiers are well formed. The result means something else and is never run.
 */

/** Escapes, classes, the groups of PCRE, and what PCRE lets a quantifier follow. */
const SPELLING = new RegExp(
  [
    String.raw`\\[bBAzZG](?=[*+?{])`,
    String.raw`\\[\s\S]`,
    String.raw`\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]`,
    String.raw`\(\?#[^)]*\)`,
    String.raw`\(\?P=\w+\)`,
    String.raw`\(\?(?:P?<[A-Za-z_]\w*>|'\w+'|>|<[=!]|\^?[imsU]*(?:-[imsU]*)?[:)])`,
    String.raw`[\^$](?=[*+?{])`,
    String.raw`[*+?}]\+`,
    String.raw`\{\d+(?:,\d*)?\}(?=\{\d)`,
  ].join('|'),
  'g',
)

/** Quoted text and free spacing change what every other sign means. */
const UNTRANSLATABLE = /\\[QE]|\(\?\^?[imsU]*x/

/** Whether the source can be translated sign by sign; otherwise only the engine can tell what is wrong in it. */
export function isCheckable(source: string): boolean {
  return !UNTRANSLATABLE.test(source)
}

export function toJavaScript(source: string): string {
  return source.replace(SPELLING, translate)
}

function translate(spelling: string): string {
  if (spelling.startsWith('[')) return spelling.replace(/^\[(\^?)\]/, String.raw`[$1\]`)
  if (/^\\[bBAzZG]$|^[\^$]$|^\(\?P=|^\(\?#|^\(\?[^:]*\)$/.test(spelling)) return '(?:)'
  if (spelling.startsWith('(')) return '(?:'
  if (/^[*+?}]\+$/.test(spelling)) return spelling[0]!
  return spelling.startsWith('{') ? '' : spelling
}
