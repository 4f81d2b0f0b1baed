/** What we use of WebAssembly: neither the language's library nor Node's types declare it. */
declare namespace WebAssembly {
  class CompileError extends Error {}
  class Module {
    private readonly brand
    constructor(bytes: Uint8Array)
  }
  class Memory {
    readonly buffer: ArrayBuffer
    constructor(pages: { readonly initial: number; readonly maximum: number })
  }
  class Instance {
    readonly exports: Readonly<Record<string, unknown>>
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>)
  }
}
