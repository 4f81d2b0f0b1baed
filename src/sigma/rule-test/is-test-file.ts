/**
 * Whether a YAML file holds tests of rules instead of rules. In: its name and text. Out: yes or no.
 * Invariant: a file with a rule in it is never taken for one: the name alone is not enough.
 */
const TEST_NAME = /\.test\.ya?ml$/i
const TEST_KEY = /^(?:must-match|must-not-match)[ \t]*:/m
const RULE_KEY = /^(?:detection|correlation|filter)[ \t]*:/m

export function isTestFile(file: string, text: string): boolean {
  return TEST_NAME.test(file) && TEST_KEY.test(text) && !RULE_KEY.test(text)
}

/** `a/b.test.yml` → `a/b`: the path, without its ending, of the rule file that the tests stand beside. */
export function testedStem(file: string): string {
  return file.replace(TEST_NAME, '')
}

/** `a/b.yml` → `a/b` */
export function ruleStem(file: string): string {
  return file.replace(/\.ya?ml$/i, '')
}
