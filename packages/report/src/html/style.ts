/** The page's style sheet: system fonts, both colour schemes, one column on a phone. */
import { declareColours } from "../charts/palette.js";

export const style = `
:root{color-scheme:light dark;${declareColours("light")}}
@media (prefers-color-scheme:dark){:root{${declareColours("dark")}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--background);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,header,footer{max-width:76rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.5rem}
h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.015em;margin:0}
.subtitle{margin:.35rem 0 0;color:var(--muted)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:1rem 0 0;padding:0 0 1rem;border-bottom:1px solid var(--line);font-size:.9rem}
section{margin:2.5rem 0 0}
h2{font-size:1.3rem;line-height:1.3;letter-spacing:-.01em;margin:0 0 .75rem}
p,main ul:not(.legend){margin:.75rem 0;max-width:46rem}
main ul:not(.legend){padding-left:1.25rem}
li{margin:.25rem 0}
a{color:var(--link);text-underline-offset:.15em}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;margin:1rem 0;max-width:46rem}
.figures div{background:var(--surface);border-radius:8px;padding:.9rem 1.1rem}
.figures dt{color:var(--muted);font-size:.9rem}
.figures dd{margin:0;font-variant-numeric:tabular-nums}
.figures .value{font-size:1.75rem;line-height:1.25;font-weight:600;letter-spacing:-.01em}
.figures .unit{font-size:1rem;font-weight:400;color:var(--muted);margin-left:.3rem;letter-spacing:0}
.figures .detail{font-size:.875rem;color:var(--muted)}
.notice{background:var(--warningSurface);border-left:3px solid var(--warning);border-radius:0 6px 6px 0;padding:.7rem 1rem;margin:1rem 0;max-width:46rem}
.notice h3{color:var(--warning);font-size:.9rem;margin:0}
.notice ul{margin:.25rem 0 0}
.scroll{overflow-x:auto;margin:1.25rem 0;background:linear-gradient(to left,var(--background) 60%,transparent) right/2.5rem 100% no-repeat local,linear-gradient(to left,color-mix(in srgb,var(--text) 14%,transparent),transparent) right/.9rem 100% no-repeat scroll}
table{border-collapse:collapse;width:max-content;font-size:.875rem;line-height:1.4;font-variant-numeric:tabular-nums lining-nums}
caption{text-align:left;font-weight:600}
caption span{display:block;width:fit-content;max-width:calc(100vw - 3rem);padding-bottom:.5rem;position:sticky;left:0}
.unseen{position:absolute!important;width:1px!important;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:.32rem .6rem;text-align:left;vertical-align:top}
thead th{max-width:5.25rem;vertical-align:bottom;font-weight:500;color:var(--muted);border-bottom:1px solid var(--line)}
thead th.group{max-width:8rem;overflow-wrap:anywhere;text-align:center;color:var(--text);border-left:1px solid var(--line)}
th.number,td.number{text-align:right}
td.number{white-space:nowrap}
td.bar{white-space:nowrap;min-width:14rem}
.track{display:inline-block;position:relative;width:10rem;height:.8em;margin-right:.6rem;vertical-align:-.05em;background:var(--surface);border-radius:2px}
.length{position:absolute;inset:0 auto 0 0;min-width:1px;background:var(--series2);border-radius:2px}
.interval{position:absolute;top:calc(50% - 1px);height:2px;min-width:2px;background:var(--text)}
td.text{max-width:24rem;overflow-wrap:anywhere}
td.prose{min-width:15rem;max-width:28rem;overflow-wrap:anywhere}
tbody th{font-weight:500;max-width:28rem;overflow-wrap:anywhere;position:sticky;left:0;background:var(--background)}
.starts{border-left:1px solid var(--line)}
tbody tr.first:not(:first-child)>*{border-top:1px solid var(--line)}
tbody tr:last-child>*{border-bottom:1px solid var(--line)}
.muted{color:var(--muted)}
.warning{color:var(--warning)}
.failure{color:var(--failure)}
figure{margin:1.25rem 0}
figcaption{font-size:.875rem;color:var(--muted);max-width:46rem}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:.6rem 0 0;padding:0;font-size:.875rem}
.legend li{display:flex;align-items:center;gap:.4rem;margin:0}
.legend svg{width:14px;height:14px;flex:none}
.panel-title{font-size:.875rem;font-weight:600;margin:.75rem 0 .25rem;overflow-wrap:anywhere}
.panel,.panels{margin-top:.5rem}
.panel svg,.panels svg{display:block;width:100%;height:auto}
.panel{max-width:760px}
.icicle svg{display:block;width:100%;height:auto}
.narrow{display:none}
.panels{display:grid;gap:1rem 2rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr))}
.panels.strip{gap:.5rem 1.25rem;grid-template-columns:repeat(auto-fill,minmax(min(11rem,45%),1fr))}
.panels.strip .panel-title{font-weight:500;margin-bottom:0}
details{margin:1rem 0}
summary{cursor:pointer;font-size:.9rem;color:var(--link);width:fit-content}
footer{margin-top:3rem;padding-bottom:3rem;color:var(--muted);font-size:.875rem}
@media (max-width:40rem){main,header,footer{padding-left:1rem;padding-right:1rem}header{padding-top:1.5rem}h1{font-size:1.6rem}.wide{display:none}.narrow{display:block}th,td{padding:.3rem .5rem}tbody th{max-width:8.5rem}td.bar{min-width:9rem}.track{width:5.5rem;margin-right:.4rem}.figures{gap:.5rem}.figures div{display:grid;grid-template-columns:1fr auto;align-items:center;padding:.6rem .9rem}.figures .value{grid-column:2;grid-row:1/span 2;font-size:1.5rem}.figures .detail{grid-column:1}caption span{max-width:calc(100vw - 2rem)}}
@media print{nav{display:none}.scroll{overflow:visible;background:none}table{width:auto;font-size:.7rem}section{break-inside:avoid-page}}
`;
