// The code on the paper, through the camera, where the browser can read codes by itself.

const EVERY_MS = 200;

export async function canScan() {
  try {
    return navigator.mediaDevices?.getUserMedia !== undefined && (await BarcodeDetector.getSupportedFormats()).includes('qr_code');
  } catch {
    return false; // there is no such detector
  }
}

// The codes in a picture.
export async function codesIn(picture) {
  return (await new BarcodeDetector({ formats: ['qr_code'] }).detect(picture)).map((code) => code.rawValue);
}

// Looks until `wanted` takes a text, or stop() is called. Throws where there is no camera, or it may not be used.
export async function scan(video, wanted) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
  let going = true;
  video.srcObject = stream;
  await video.play();
  const stop = () => {
    going = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  const look = async () => {
    if (!going) return;
    const texts = await codesIn(video).catch(() => []);
    if (going && texts.some(wanted)) stop();
    else setTimeout(look, EVERY_MS);
  };
  setTimeout(look, EVERY_MS);
  return stop;
}
