/**
 * The rule that a document of tests is for. In: the tests and all rules. Out: one rule, or why there is none.
 */
import type { SigmaDocument } from '../../sigma/ast.ts'
import { readReferences } from '../../sigma/rule-reference.ts'
import { ruleStem, testedStem } from '../../sigma/rule-test/is-test-file.ts'
import type { RuleTests } from '../../sigma/rule-test/rule-tests.ts'

export function findTestedRule(
  tests: RuleTests,
  documents: readonly SigmaDocument[],
): SigmaDocument | string {
  const found = tests.rule === undefined ? findBeside(tests, documents) : findNamed(tests.rule, documents)
  const [only] = found
  if (found.length === 1 && only !== undefined) return only
  if (tests.rule !== undefined)
    return found.length === 0
      ? `no rule has the id, name, title or file '${tests.rule}'; give its file or folder, too`
      : `${found.length} rules are called '${tests.rule}'; name one by its id`
  const stem = testedStem(tests.file)
  return found.length === 0
    ? `there is no rule file ${stem}.yml; name the rule that the tests are for: 'rule: …'`
    : `${stem}.yml holds ${found.length} rules; name the one that the tests are for: 'rule: …'`
}

function findNamed(reference: string, documents: readonly SigmaDocument[]): readonly SigmaDocument[] {
  const references = readReferences([reference])
  return documents.filter((document) => references.names(document))
}

/** Of a file with a correlation and its bases the correlation. */
function findBeside({ file }: RuleTests, documents: readonly SigmaDocument[]): readonly SigmaDocument[] {
  const stem = testedStem(file)
  const inFile = documents.filter((document) => ruleStem(document.file) === stem)
  const correlations = inFile.filter(({ kind }) => kind === 'correlation')
  return correlations.length === 1 ? correlations : inFile
}
