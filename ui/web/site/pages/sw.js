// Keeps the whole site for use without a network. A new version replaces the
// old one when it is whole.
addEventListener('install', (e) => e.waitUntil(
  caches.open(version).then((cache) => cache.addAll(kept)).then(() => skipWaiting()),
));

addEventListener('activate', (e) => e.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((n) => n !== version).map((n) => caches.delete(n)))).then(() => clients.claim()),
));

addEventListener('fetch', (e) => {
  if (e.request.method !== 'GET' || !e.request.url.startsWith(registration.scope)) return;
  e.respondWith(caches.match(e.request, {cacheName: version, ignoreSearch: true}).then((found) => found ?? fetch(e.request)));
});
