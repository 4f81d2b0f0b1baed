/** `-`, `/`, en dash, em dash, horizontal bar (sigma-semantics §3, windash). */
export function isDash(unit: number): boolean {
  return unit === 0x2d || unit === 0x2f || (unit >= 0x2013 && unit <= 0x2015)
}
