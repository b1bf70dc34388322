// ISO-QMS — photos are made small, covered by hand and hashed before they are kept; voice notes are hashed too.
"use strict";

(() => {
  const LONGEST = 1600;
  const QUALITY = 0.8;
  const CELLS = 36; // along the longer side; a face that fills one cell has nothing left to recognise

  Pocket.shrink = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  // Covering replaces each cell by its mean colour in the picture itself: nothing of what was there is stored anywhere.
  Pocket.coverable = (canvas, told) => {
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const cell = Math.ceil(Math.max(canvas.width, canvas.height) / CELLS);
    const across = Math.ceil(canvas.width / cell);
    const down = Math.ceil(canvas.height / cell);
    const covered = new Set();
    const cursor = { x: Math.floor(across / 2), y: Math.floor(down / 2) };

    function cover(x, y) {
      if (x < 0 || y < 0 || x >= across || y >= down || covered.has(y * across + x)) return;
      covered.add(y * across + x);
      const [left, top] = [x * cell, y * cell];
      const wide = Math.min(cell, canvas.width - left);
      const high = Math.min(cell, canvas.height - top);
      const { data } = context.getImageData(left, top, wide, high);
      const sums = [0, 0, 0];
      for (let at = 0; at < data.length; at += 4) for (let one = 0; one < 3; one += 1) sums[one] += data[at + one];
      context.fillStyle = `rgb(${sums.map((sum) => Math.round(sum / (data.length / 4) / 16) * 16).join(",")})`;
      context.fillRect(left, top, wide, high);
    }

    function coverAround(x, y) {
      for (let dx = -1; dx <= 1; dx += 1) for (let dy = -1; dy <= 1; dy += 1) cover(x + dx, y + dy);
      told(covered.size);
    }

    function underFinger(event) {
      const box = canvas.getBoundingClientRect();
      const x = Math.floor(((event.clientX - box.left) / box.width) * canvas.width / cell);
      const y = Math.floor(((event.clientY - box.top) / box.height) * canvas.height / cell);
      coverAround(x, y);
    }

    canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); underFinger(event); });
    canvas.addEventListener("pointermove", (event) => { if (event.buttons) underFinger(event); });
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (step) {
        cursor.x = Math.min(across - 1, Math.max(0, cursor.x + step[0]));
        cursor.y = Math.min(down - 1, Math.max(0, cursor.y + step[1]));
      } else if (event.key !== " ") return;
      event.preventDefault();
      if (event.key === " ") coverAround(cursor.x, cursor.y);
      canvas.dispatchEvent(new CustomEvent("cursor", { detail: { left: (cursor.x + 0.5) / across, top: (cursor.y + 0.5) / down } }));
    });
    return { coverAll: () => { for (let y = 0; y < down; y += 1) for (let x = 0; x < across; x += 1) cover(x, y); told(covered.size); } };
  };

  Pocket.asFile = (canvas, type, quality = QUALITY) => new Promise((done) => { canvas.toBlob(done, type, quality); });

  Pocket.keepPart = async (kind, blob, payload) => {
    const sha256 = await Pocket.sha256(blob);
    return Pocket.keep({ kind, payload: { ...payload, sha256, size: blob.size } }, { sha256, blob });
  };

  Pocket.place = () => new Promise((done) => {
    const found = ({ coords }) => done({ lat: coords.latitude, lon: coords.longitude, within: Math.round(coords.accuracy) });
    navigator.geolocation.getCurrentPosition(found, () => done(null), { timeout: 8000, maximumAge: 60000 });
  });

  Pocket.listen = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const recorder = new MediaRecorder(stream);
    const pieces = [];
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    const ended = new Promise((done) => {
      recorder.addEventListener("stop", () => {
        stream.getTracks().forEach((track) => track.stop());
        done(new Blob(pieces, { type: recorder.mimeType }));
      });
    });
    recorder.start();
    return { stop: () => { recorder.stop(); return ended; } };
  };

  // A signature is drawn with a finger, a pen or a mouse; whoever cannot, signs on paper.
  Pocket.glass = (canvas) => {
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(context, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#10161a" });
    let strokes = 0;
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * canvas.width, ((event.clientY - box.top) / box.height) * canvas.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      context.beginPath();
      context.moveTo(...at(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!event.buttons) return;
      context.lineTo(...at(event));
      context.stroke();
      strokes += 1;
    });
    const clear = () => { strokes = 0; context.fillRect(0, 0, canvas.width, canvas.height); };
    return { isSigned: () => strokes > 3, clear };
  };
})();
