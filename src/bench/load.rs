//! Servers as child processes on one core, load from another, and what the server's processor time was.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

const SERVER_CORE: &str = "0";
const CLIENT_CORE: &str = "1";
/// Linux counts processor time for programs in hundredths of a second, whatever the kernel's own tick.
const TICKS_PER_SECOND: f64 = 100.0;

/// A server that ends with its owner.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// Held open: a server whose reader has gone would fail at its next line.
    _lines: Option<BufReader<ChildStdout>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts this program with arguments; it prints `listening http://ADDRESS`.
    pub fn start_self(arguments: &[&str]) -> std::io::Result<Self> {
        let mut child = pinned(SERVER_CORE, &std::env::current_exe()?)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut first = String::new();
        let mut lines = child.stdout.take().map(BufReader::new);
        if let Some(lines) = &mut lines {
            lines.read_line(&mut first)?;
        }
        let address = first.trim().rsplit("//").next().and_then(|address| address.parse().ok());
        let Some(address) = address else {
            let _ = child.kill();
            return Err(std::io::Error::other(format!("the server said {first:?}")));
        };
        Ok(Self { child, address, _lines: lines })
    }

    /// Starts nginx on files in a folder. `None` when it is not installed.
    pub fn start_nginx(folder: &Path) -> std::io::Result<Option<Self>> {
        let Some(program) = find("nginx") else { return Ok(None) };
        // A moment passes between closing this port and nginx taking it; on loopback nobody else takes it.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let root = folder.display();
        let config = format!(
            "daemon off; master_process off; worker_processes 1; pid {root}/nginx.pid; error_log {root}/error.log;\n\
             events {{ worker_connections 4096; }}\n\
             http {{ access_log off; default_type \"text/html; charset=utf-8\"; sendfile on; tcp_nopush on; tcp_nodelay on;\n\
             keepalive_requests 100000000; keepalive_timeout 65; etag on; gzip_static on; open_file_cache max=1000 inactive=1h;\n\
             open_file_cache_valid 1h; client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;\n\
             uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;\n\
             server {{ listen {address} backlog=4096; root {root}/www; }} }}\n"
        );
        Self::start_nginx_with(folder, &program, address, &config).map(Some)
    }

    /// Starts nginx as a hub of events: `/pub` sends, `/sub` follows.
    pub fn start_nchan(
        folder: &Path,
        module: &str,
        tls: Option<(&PathBuf, &PathBuf)>,
    ) -> std::io::Result<Self> {
        let program = find("nginx").ok_or_else(|| std::io::Error::other("nginx is not installed"))?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let root = folder.display();
        let (ssl, files) = match tls {
            Some((cert, key)) => (
                " ssl",
                format!("ssl_certificate {}; ssl_certificate_key {};", cert.display(), key.display()),
            ),
            None => ("", String::new()),
        };
        let config = format!(
            "load_module {module}; daemon off; master_process off; worker_processes 1; pid {root}/nchan.pid;\n\
             error_log {root}/error.log; worker_rlimit_nofile 20000; events {{ worker_connections 16384; }}\n\
             http {{ access_log off; tcp_nodelay on; keepalive_requests 100000000; keepalive_timeout 65;\n\
             client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;\n\
             uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;\n\
             server {{ listen {address}{ssl} backlog=8192; {files}\n\
             location /pub {{ nchan_publisher; nchan_channel_id game; nchan_message_buffer_length 256; }}\n\
             location /sub {{ nchan_subscriber eventsource; nchan_channel_id game; nchan_subscriber_first_message newest; }} }} }}\n"
        );
        Self::start_nginx_with(folder, &program, address, &config)
    }

    fn start_nginx_with(
        folder: &Path,
        program: &Path,
        address: SocketAddr,
        config: &str,
    ) -> std::io::Result<Self> {
        let file = folder.join("nginx.conf");
        std::fs::write(&file, config)?;
        let child = pinned(SERVER_CORE, program)
            .arg("-e")
            .arg(folder.join("error.log"))
            .arg("-c")
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self { child, address, _lines: None };
        for _ in 0..200 {
            if TcpStream::connect(address).is_ok() {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(std::io::Error::other("nginx did not start"))
    }

    /// Seconds of processor time since its start.
    pub fn cpu_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The name in parentheses may hold spaces; after it come state and twelve more fields before utime and stime.
        let fields: Vec<&str> =
            stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace().collect()).unwrap_or_default();
        let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
        (ticks(11) + ticks(12)) / TICKS_PER_SECOND
    }

    /// Ends the process as a power cut would: no handler, no goodbye.
    pub fn kill_after(&self, time: Duration) -> std::thread::JoinHandle<()> {
        let process = self.child.id().to_string();
        std::thread::spawn(move || {
            std::thread::sleep(time);
            let _ = Command::new("kill").args(["-9", &process]).status();
        })
    }

    /// The number of the process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory in bytes.
    pub fn resident_bytes(&self) -> Option<f64> {
        resident_bytes(self.child.id())
    }
}

/// Resident memory of a process in bytes.
pub fn resident_bytes(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? * 1024.0)
}

/// A program on a core of its own.
fn pinned(core: &str, program: &Path) -> Command {
    match find("taskset") {
        Some(taskset) => {
            let mut command = Command::new(taskset);
            command.arg("-c").arg(core).arg(program);
            command
        }
        None => Command::new(program),
    }
}

/// A program of the system, also where only administrators look.
pub fn find(name: &str) -> Option<PathBuf> {
    ["/usr/bin", "/usr/sbin", "/bin", "/usr/local/bin", "/usr/local/sbin"]
        .iter()
        .map(|folder| Path::new(folder).join(name))
        .find(|path| path.exists())
}

/// One answer: its headers as text and its body.
pub fn fetch(address: SocketAddr, path: &str, header: &str) -> std::io::Result<(String, Vec<u8>)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{header}\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(answer.len());
    let body = answer.get(end + 4..).unwrap_or_default().to_vec();
    Ok((String::from_utf8_lossy(&answer[..end]).into_owned(), body))
}

/// A header's value in an answer's head.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(given, _)| given.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// What one round of load found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Round {
    pub per_second: f64,
    pub per_core_second: f64,
    pub p99_ms: f64,
    /// How many were answered.
    pub requests: f64,
}

/// Loads a server with wrk. `None` when wrk is not installed.
pub fn wrk(server: &Server, path: &str, headers: &[String], seconds: u32) -> std::io::Result<Option<Round>> {
    let Some(program) = find("wrk") else { return Ok(None) };
    let mut command = pinned(CLIENT_CORE, &program);
    command.args(["-t1", "-c32", "--latency", &format!("-d{seconds}s")]);
    for header in headers {
        command.arg("-H").arg(header);
    }
    driven(server, command, path)
}

/// Loads a server with wrk as a script of it says. `None` when wrk is not installed.
pub fn wrk_script(server: &Server, script: &Path, seconds: u32) -> std::io::Result<Option<Round>> {
    let Some(program) = find("wrk") else { return Ok(None) };
    let mut command = pinned(CLIENT_CORE, &program);
    command.args(["-t1", "-c32", "--latency", &format!("-d{seconds}s"), "-s"]).arg(script);
    driven(server, command, "/")
}

fn driven(server: &Server, mut command: Command, path: &str) -> std::io::Result<Option<Round>> {
    let before = server.cpu_seconds();
    let out = command.arg(format!("http://{}{path}", server.address)).output()?;
    let cpu = server.cpu_seconds() - before;
    let text = String::from_utf8_lossy(&out.stdout);
    if text.contains("Non-2xx") {
        return Err(std::io::Error::other(format!("{path}: {text}")));
    }
    let word = |mark: &str| {
        text.lines().find_map(|line| line.trim().strip_prefix(mark)).map(str::trim).unwrap_or("").to_owned()
    };
    let requests: f64 = text
        .lines()
        .find(|line| line.contains("requests in"))
        .and_then(|line| line.split_whitespace().next())
        .and_then(|count| count.parse().ok())
        .unwrap_or(0.0);
    Ok(Some(Round {
        per_second: word("Requests/sec:").parse().unwrap_or(0.0),
        per_core_second: if cpu > 0.0 { requests / cpu } else { 0.0 },
        p99_ms: milliseconds(&word("99%")),
        requests,
    }))
}

fn milliseconds(text: &str) -> f64 {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: f64 = digits.parse().unwrap_or(0.0);
    match &text[digits.len()..] {
        "us" => number / 1000.0,
        "s" => number * 1000.0,
        _ => number,
    }
}
