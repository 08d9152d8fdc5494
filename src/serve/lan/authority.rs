//! The hall's authority: a key and a certificate in a folder that only the server's user can read.

use base64::Engine;
use chrono::{DateTime, Datelike, Duration, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType,
};
use sha2::{Digest, Sha256};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// Networks that belong to nobody in particular: the only addresses the authority may vouch for.
const PRIVATE: &[(IpAddr, u8)] = &[
    (IpAddr::V4(Ipv4Addr::new(10, 0, 0, 0)), 8),
    (IpAddr::V4(Ipv4Addr::new(172, 16, 0, 0)), 12),
    (IpAddr::V4(Ipv4Addr::new(192, 168, 0, 0)), 16),
    (IpAddr::V4(Ipv4Addr::new(169, 254, 0, 0)), 16),
    (IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8),
    (IpAddr::V6(Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 0)), 8),
    (IpAddr::V6(Ipv6Addr::LOCALHOST), 128),
];
/// Phones refuse a server's certificate that lasts longer than 398 days.
const CERTIFICATE_DAYS: i64 = 397;
const AUTHORITY_YEARS: i64 = 10;

/// Whether an address is one of those the authority may vouch for.
pub fn may_vouch_for(address: IpAddr) -> bool {
    let number = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => (u128::from(u32::from(ip)) << 96, true),
        IpAddr::V6(ip) => (u128::from(ip), false),
    };
    let (asked, is_v4) = number(address);
    PRIVATE.iter().any(|(base, bits)| {
        let (base, base_is_v4) = number(*base);
        base_is_v4 == is_v4 && base >> (128 - bits) == asked >> (128 - bits)
    })
}

/// The hall's authority.
pub struct Authority {
    key: String,
    certificate: CertificateDer<'static>,
}

impl Authority {
    /// Reads the authority from its folder; the first time it is made.
    pub fn open(folder: &Path, now: DateTime<Utc>) -> io::Result<Self> {
        let (key_file, certificate_file) = (folder.join("ca.key"), folder.join("ca.crt"));
        fs::create_dir_all(folder)?;
        if !certificate_file.exists() {
            let key = KeyPair::generate().map_err(io::Error::other)?;
            let certificate = params(now)?.self_signed(&key).map_err(io::Error::other)?;
            write_new(&key_file, key.serialize_pem().as_bytes(), 0o600)?;
            write_new(&certificate_file, certificate.pem().as_bytes(), 0o644)?;
        }
        let certificate = CertificateDer::from_pem_file(&certificate_file).map_err(|error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", certificate_file.display()))
        })?;
        Ok(Self { key: fs::read_to_string(&key_file)?, certificate })
    }

    /// A server's certificate for a name and addresses, with its key.
    pub fn issue(
        &self,
        name: &str,
        addresses: &[IpAddr],
        now: DateTime<Utc>,
    ) -> io::Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
        let authority = params(now)?;
        let signer = KeyPair::from_pem(&self.key)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
        let issuer = Issuer::from_params(&authority, signer);
        let mut wanted = CertificateParams::new(vec![name.to_owned()]).map_err(io::Error::other)?;
        wanted.subject_alt_names.extend(addresses.iter().map(|address| SanType::IpAddress(*address)));
        wanted.distinguished_name.push(DnType::CommonName, name);
        last(&mut wanted, now - Duration::days(1), now + Duration::days(CERTIFICATE_DAYS - 1));
        wanted.use_authority_key_identifier_extension = true;
        wanted.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        wanted.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = wanted.signed_by(&key, &issuer).map_err(io::Error::other)?;
        let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        Ok((vec![certificate.der().clone(), self.certificate.clone()], secret))
    }

    /// The certificate to install, as Android and desktops take it.
    pub fn der(&self) -> &[u8] {
        &self.certificate
    }

    /// The certificate to install, as iPhones take it.
    pub fn mobileconfig(&self) -> String {
        let hash = crate::random::hex(&Sha256::digest(self.der())).to_uppercase();
        let uuid = |at: usize| {
            let part = |from: usize, to: usize| &hash[at + from..at + to];
            format!("{}-{}-4{}-A{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
        };
        let der = base64::engine::general_purpose::STANDARD.encode(self.der());
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>local.changba.lan</string>
<key>PayloadUUID</key><string>{outer}</string>
<key>PayloadDisplayName</key><string>Changba LAN</string>
<key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.security.root</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>local.changba.lan.ca</string>
<key>PayloadUUID</key><string>{inner}</string>
<key>PayloadDisplayName</key><string>Changba LAN CA</string>
<key>PayloadCertificateFileName</key><string>changba-ca.crt</string>
<key>PayloadContent</key><data>{der}</data>
</dict></array>
</dict></plist>
"#,
            outer = uuid(0),
            inner = uuid(32),
        )
    }
}

fn params(now: DateTime<Utc>) -> io::Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::new()).map_err(io::Error::other)?;
    params.distinguished_name.push(DnType::CommonName, "Changba LAN CA");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let networks = PRIVATE.iter().map(|(base, bits)| CidrSubnet::from_addr_prefix(*base, *bits));
    let mut permitted: Vec<GeneralSubtree> = networks.map(GeneralSubtree::IpAddress).collect();
    permitted.push(GeneralSubtree::DnsName(super::NAME.into()));
    params.name_constraints =
        Some(NameConstraints { permitted_subtrees: permitted, excluded_subtrees: Vec::new() });
    last(&mut params, now - Duration::days(1), now + Duration::days(365 * AUTHORITY_YEARS));
    Ok(params)
}

fn last(params: &mut CertificateParams, from: DateTime<Utc>, to: DateTime<Utc>) {
    let small = |number: u32| u8::try_from(number).expect("a month or day is small");
    let day = |at: DateTime<Utc>| rcgen::date_time_ymd(at.year(), small(at.month()), small(at.day()));
    params.not_before = day(from);
    params.not_after = day(to);
}

fn write_new(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    // A key without its certificate is what a broken first start leaves: nobody trusts it yet, so it is replaced.
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests;
