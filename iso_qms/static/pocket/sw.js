// ISO-QMS — keeps the pocket's own pages and what they are drawn with, so that they open without a network.
// It answers for nothing else: every other page of the house is always fetched, and no data passes through here.
"use strict";

const PAGES = "pocket-pages";
const LOOKS = "pocket-looks";
const PATIENCE = 8000; // milliseconds until a network that says nothing counts as none

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname.endsWith("/pocket")) event.respondWith(page(request, url));
  else if (url.pathname.includes("/static/")) event.respondWith(look(request));
});

async function page(request, url) {
  // What is kept is the page's own work (sync.js), together with what it is drawn with; here it is only looked up.
  const kept = await caches.open(PAGES);
  let answer = Response.error();
  try {
    answer = await inTime(fetch(request));
    // A visit that is not theirs any more is refused; what they noted and never sent is still on its page here.
    if (answer.status < 500 && ![403, 404].includes(answer.status)) return answer;
  } catch {
    // No network: what was kept is what there is.
  }
  return (await kept.match(url.pathname, { ignoreVary: true, ignoreSearch: true })) ?? answer;
}

async function look(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

function inTime(answer) {
  return Promise.race([answer, new Promise((_, give) => setTimeout(give, PATIENCE, new Error("late")))]);
}
