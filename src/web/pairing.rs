//! The page that pairs a hall's devices, in both languages at once: whoever installs a certificate for a colleague
//! should not have to look for a switch.

use super::assets;
use super::text::{Lang, T};
use askama::Template;
use fast_qr::QRBuilder;
use fast_qr::convert::Builder;
use fast_qr::convert::svg::SvgBuilder;

#[derive(Template)]
#[template(path = "pairing.html")]
struct PairingPage<'a> {
    languages: [T; 2],
    site_url: &'a str,
    named_url: &'a str,
    name: &'a str,
    qr: String,
    css: String,
}

/// The page with the certificate to install, the steps, and a code that leads to the site.
pub fn pairing_page(site_url: &str, named_url: &str, name: &str) -> String {
    let qr = match QRBuilder::new(site_url).build() {
        Ok(code) => SvgBuilder::default().margin(4).to_str(&code),
        // An address too long for a code is still written below it.
        Err(_) => String::new(),
    };
    let languages = [T(Lang::Zh), T(Lang::En)];
    let page = PairingPage { languages, site_url, named_url, name, qr, css: assets::url("site.css") };
    page.render().expect("a page of texts only")
}
