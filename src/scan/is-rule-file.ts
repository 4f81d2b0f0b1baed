/** Whether a file found in a folder of rules is one, by its name. */
export function isRuleFile(fileName: string): boolean {
  return /\.ya?ml$/i.test(fileName)
}
