declare module '*/_worker.js' {
  const pages: import('./app.ts').Pages;
  export default pages;
}
