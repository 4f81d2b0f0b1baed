/** The look of all HTML pages: light or dark as the system is, and fit for paper. */

export const STYLE = `
:root{color-scheme:light dark;--back:#fff;--text:#1b1f24;--dim:#57606a;--line:#d0d7de;--panel:#f6f8fa;--link:#0550ae;--heat:9,105,218}
@media (prefers-color-scheme:dark){:root{--back:#0d1117;--text:#e6edf3;--dim:#8d96a0;--line:#30363d;--panel:#161b22;--link:#79c0ff;--heat:56,139,253}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--back);color:var(--text);font:1rem/1.5 system-ui,"Segoe UI",sans-serif}
body.wide{max-width:none}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0 1rem;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}
nav{color:var(--dim);font-size:.9rem}nav a{margin-right:1rem}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{border-bottom:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{overflow-wrap:break-word}thead th{position:sticky;top:0;background:var(--panel)}
.scroll td{min-width:4.5rem}.scroll td:last-child{min-width:16rem}
.hits{font-size:.82rem}.hits td{min-width:3.2rem}.hits td:first-child{white-space:nowrap;overflow-wrap:normal}.hits td:nth-child(3),.hits td:nth-child(6){min-width:8rem}
.card th{width:13rem;color:var(--dim);font-weight:600}
ul{margin:0;padding-left:1.1rem}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.8rem;overflow:auto;font:.81rem/1.45 ui-monospace,Consolas,monospace;white-space:pre;unicode-bidi:isolate;direction:ltr}
pre.wrap{white-space:pre-wrap;overflow-wrap:anywhere}
summary{cursor:pointer;font-weight:600;padding:.3rem 0}
.dim,.note{color:var(--dim)}.scroll{overflow-x:auto}
.badge{display:inline-block;border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;font-size:.85rem;white-space:nowrap}
.critical{background:#8250df;color:#fff;border-color:#8250df}.high{background:#cf222e;color:#fff;border-color:#cf222e}
.medium{background:#d4a72c;color:#000;border-color:#d4a72c}.low{background:#54aeff;color:#000;border-color:#54aeff}
.informational{background:var(--panel)}
.find{display:flex;gap:.6rem;flex-wrap:wrap;align-items:center;margin:1rem 0}
input,select{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.35rem .6rem}
input[type=search]{flex:1;min-width:14rem}
.rules td{overflow-wrap:break-word}.rules td:first-child,.rules td:last-child{overflow-wrap:anywhere}
.rules th:first-child{width:45%}.rules td.number{text-align:right;font-variant-numeric:tabular-nums}
.matrix{display:flex;gap:.4rem;align-items:flex-start;overflow-x:auto}
.matrix section{flex:0 0 11rem}.matrix h2{font-size:.9rem;margin:0 0 .4rem;min-height:4.1rem}
.tech{border:1px solid var(--line);border-radius:4px;padding:.2rem .4rem;margin-bottom:.25rem;font-size:.8rem;line-height:1.3}
.tech summary{font-weight:400;padding:0}.tech ul{list-style:none;padding-left:.6rem}.tech a{color:inherit}
.fired{border-left:4px solid #cf222e}
.h1{background:rgba(var(--heat),.12)}.h2{background:rgba(var(--heat),.25)}.h3{background:rgba(var(--heat),.4)}.h4{background:rgba(var(--heat),.6)}
@media screen and (max-width:45rem){body{padding:.8rem}.card tr,.card th,.card td{display:block;width:auto}.card th{border-bottom:0;padding-bottom:0}.card td{padding-top:0}
.rules thead{display:none}.rules tr{display:block;border-bottom:1px solid var(--line);padding:.4rem 0}.rules tr[hidden]{display:none}.rules td{display:inline-block;border:0;padding:.1rem .5rem .1rem 0}.rules td:first-child{display:block;font-weight:600}.rules td.number::after{content:" hits"}
.hits thead{display:none}.hits tr{display:block;border-bottom:1px solid var(--line);padding:.3rem 0}.hits td{display:inline;border:0;padding:0 .4rem 0 0}.hits td:last-child{display:block}.hits td:nth-child(4)::before{content:"event "}.hits td:nth-child(5)::before{content:"record "}}
@media print{.hits td:first-child{white-space:normal}@page{margin:1.5cm}:root{--back:#fff;--text:#000;--dim:#444;--line:#bbb;--panel:#f6f8fa}body{max-width:none;padding:0;background:#fff;color:#000}html{font-size:11px}nav,.find{display:none}pre{white-space:pre-wrap;overflow-wrap:anywhere}a{color:inherit}details::details-content{content-visibility:visible;height:auto}.matrix{flex-wrap:wrap}.badge,.tech{print-color-adjust:exact}thead th{position:static}tr,.tech{break-inside:avoid}h2,summary{break-after:avoid}}
`
