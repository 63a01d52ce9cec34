/** Reads the question aloud with a voice of this device; voices that live on somebody's server are not used. */
export function installSpeech(button: HTMLElement, text: string): void {
  const synthesis = window.speechSynthesis as SpeechSynthesis | undefined;
  if (!synthesis) return;
  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const offer = (): void => {
    const voice = synthesis.getVoices().find((candidate) => candidate.localService && candidate.lang.toLowerCase().startsWith(language));
    button.hidden = !voice;
    button.onclick = () => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice ?? null;
      utterance.lang = voice?.lang ?? language;
      synthesis.cancel();
      synthesis.speak(utterance);
    };
  };
  offer();
  synthesis.addEventListener?.("voiceschanged", offer);
}
