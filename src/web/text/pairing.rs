//! Words of the page that pairs a hall's devices.

use super::{Lang, T};

texts! {
    pair_title: "连接本馆设备" | "Pair a device in this hall";
    pair_why: "球馆没有外网，手机只信任有证书的网站。装一次本馆证书，之后就能安全打开。" | "The hall has no internet, and phones trust only sites with a certificate. Install this hall's certificate once.";
    pair_iphone: "苹果手机、平板" | "iPhone and iPad";
    pair_iphone_get: "用 Safari 打开并允许下载描述文件。" | "open it in Safari and allow the profile.";
    pair_iphone_install: "设置 → 已下载描述文件 → 安装。" | "Settings → Profile Downloaded → Install.";
    pair_iphone_trust: "设置 → 通用 → 关于本机 → 证书信任设置 → 打开 Changba LAN CA。" | "Settings → General → About → Certificate Trust Settings → switch on Changba LAN CA.";
    pair_android: "安卓手机、平板、电脑" | "Android and computers";
    pair_android_get: "下载。" | "download it.";
    pair_android_install: "设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书，选择下载的文件。" | "Settings → Security → Encryption and credentials → Install a certificate → CA certificate, and choose the file.";
    pair_then: "然后扫码，或打开" | "Then scan the code, or open";
    pair_limits: "这张证书只能为 changba.local 和内网地址担保，别的网站用不了它；赛季结束后可以删除。" | "The certificate can vouch only for changba.local and private addresses, for no other site. Remove it after the season.";
}

impl T {
    /// Says when the name works.
    pub fn pair_name_said(self, name: &str) -> String {
        match self.0 {
            Lang::Zh => format!("{name} 打不开时（较旧的安卓），请用数字地址。"),
            Lang::En => format!("Where {name} does not open (older Androids), use the address in figures."),
        }
    }
}
