/** Where a refused camera is allowed again differs by browser: the code names the sentence that says it. */
export function deniedCode(agent: string): string {
  if (/MicroMessenger|wxwork/i.test(agent)) return "camera_denied_wechat";
  if (/iPhone|iPad|iPod/.test(agent)) return "camera_denied_ios";
  if (/Android/.test(agent)) return "camera_denied_android";
  return "camera_denied";
}
