/**
 * YAML text to documents, the fast way where it applies and the complete way otherwise.
 */
import { composeYaml } from './compose-yaml.ts'
import { scanYaml } from './scan-yaml.ts'
import type { YamlDocument } from './yaml-node.ts'

export function readYaml(text: string): YamlDocument[] {
  const root = scanYaml(text)
  return root === undefined ? composeYaml(text) : [{ root, problems: [] }]
}
