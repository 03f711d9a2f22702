"use strict";
{
  const at = (id) => document.getElementById(id);
  const [player, play, seek, speed, clock, now] = ["player", "play", "seek", "speed", "clock", "now"].map(at);
  at("still").hidden = true;
  player.hidden = false;
  // The pictures move by CSS; one animation is the clock for all.
  const rows = at("film").getAnimations({ subtree: true });
  const captions = [...document.querySelectorAll("li[data-at]")];
  const chapters = [...document.querySelectorAll(".chapter")];
  const end = Number(seek.max);
  let time = 0, playing = false, last = 0;

  const latest = (marks) => marks.filter((m) => Number(m.dataset.at) <= time).at(-1);
  const show = () => {
    for (const r of rows) r.currentTime = Math.min(1000 * time, 1000 * end - 1);
    seek.value = time;
    const whole = Math.floor(time);
    clock.value = Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
    const said = latest(captions)?.textContent ?? "";
    if (now.textContent !== said) now.textContent = said;
    for (const c of chapters) c.setAttribute("aria-current", c === latest(chapters));
  };
  const go = (to) => { time = Math.min(Math.max(to, 0), end); show(); };
  const tick = (ms) => {
    if (!playing) return;
    go(time + (ms - last) / 1000 * Number(speed.value));
    last = ms;
    if (time >= end) turn(false);
    else requestAnimationFrame(tick);
  };
  const turn = (on) => {
    playing = on;
    play.textContent = on ? play.dataset.pause : play.dataset.play;
    if (!on) return;
    if (time >= end) go(0);
    last = performance.now();
    requestAnimationFrame(tick);
  };

  play.onclick = () => turn(!playing);
  seek.oninput = () => go(Number(seek.value));
  for (const m of [...chapters, ...captions]) m.onclick = () => go(Number(m.dataset.at));
  show();
  turn(!matchMedia("(prefers-reduced-motion: reduce)").matches);
}
