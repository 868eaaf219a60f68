//! Whatever comes in: a message that names the file and what to do, or a diagnostic; and nothing kept is lost.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::{Place, Run};

/// A note on a made-up situation, with one marker and one note.
const NOTE: &str = "Kyrgyzstan, Country Note 2005\n\nKyrgyzstan\n\nMine Ban Policy\n\n\
    Kyrgyzstan has not acceded to the Mine Ban Treaty.[1]\n\n[1] Letter from the Ministry of Foreign Affairs, 4 May 2005.\n";

fn check(name: &str, bytes: &[u8], diagnostic: &str) {
    let place = Place::with_ledger();
    place.write("good.txt", NOTE);
    place.ok(&["add", "good.txt"]);
    let before = place.fingerprint();
    place.write(name, bytes);
    let run = place.run(&["add", name]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains(name), "{}", run.out);
    assert!(
        run.out.contains(diagnostic),
        "no {diagnostic:?} in: {}",
        run.out
    );
    place.ok(&["check"]);
    assert_ne!(place.fingerprint(), before, "{name} was archived too");
}

/// A file in which nothing can be read is told and not archived.
fn refused(name: &str, bytes: &[u8], diagnostic: &str) {
    let place = Place::with_ledger();
    let before = place.fingerprint();
    place.write(name, bytes);
    let run = place.run(&["add", name]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains(name), "{}", run.out);
    assert!(run.out.contains(diagnostic), "{}", run.out);
    assert_eq!(place.fingerprint(), before, "{name} was archived");
}

#[test]
fn an_empty_file() {
    check("empty.txt", b"", "empty");
}

#[test]
fn a_binary_file() {
    let bytes: Vec<u8> = (0..4000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    refused("picture.txt", &bytes, "binary");
}

#[test]
fn nul_bytes() {
    refused(
        "nul.txt",
        NOTE.replace("Policy", "Pol\0\0icy").as_bytes(),
        "nul",
    );
}

#[test]
fn invalid_utf8_is_told_and_read() {
    let mut bytes = NOTE.as_bytes().to_vec();
    bytes.extend(b"\n\nA last line \xff\xfe with bytes of no text, \xe2\x80 and a broken quote.\n");
    check("broken.txt", &bytes, "encoding");
}

#[test]
fn latin_1_and_windows_1252_are_guessed_and_the_quotes_are_right() {
    let place = Place::with_ledger();
    let text = NOTE.replace("Letter from", "“Déminage,” letter from");
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(u32::from(c)).expect("in Windows-1252"),
        })
        .collect();
    place.write("old.txt", &bytes);
    let run = place.run(&["add", "old.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        place
            .ok(&["review", "list"])
            .contains("Kyrgyzstan has not acceded")
    );
    place.ok(&["check"]);
}

#[test]
fn a_note_number_used_twice() {
    check(
        "twice.txt",
        format!("{NOTE}\n[1] Letter from nobody, 5 May 2005.\n").as_bytes(),
        "used 2 times",
    );
}

#[test]
fn a_marker_without_note() {
    check(
        "dead.txt",
        NOTE.replace("Treaty.[1]", "Treaty.[1] It did not sign.[9]")
            .as_bytes(),
        "9",
    );
}

#[test]
fn one_line_of_two_hundred_megabytes() {
    let place = Place::with_ledger();
    let sentence = b"Kyrgyzstan has not acceded to the Mine Ban Treaty and nobody ended the line ";
    let bytes: Vec<u8> = sentence.iter().copied().cycle().take(200 << 20).collect();
    place.write("long.txt", bytes);
    let run = place.run(&["read", "long.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("long.txt"), "{}", run.out);
}

#[test]
fn a_file_that_is_not_there() {
    Place::with_ledger()
        .run(&["add", "nowhere.txt"])
        .fails(3, &["nowhere.txt", "no such file"]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_folders() {
    let place = Place::with_ledger();
    place.write("notes/a.txt", NOTE);
    std::os::unix::fs::symlink(place.path("notes"), place.path("notes/again")).expect("a link");
    let run = place.run(&["add", "notes"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(
        run.err.contains("loop") && run.err.contains("again"),
        "{}",
        run.err
    );
    assert!(run.err.contains("1 added"), "{}", run.err);
}

#[test]
fn no_ledger_here() {
    Place::new()
        .run(&["show", "KGZ"])
        .fails(3, &["whitestone init"]);
}

#[test]
fn a_file_that_is_no_ledger() {
    let place = Place::new();
    place.write(
        "own.whitestone",
        "this is a letter, not a ledger; it goes on for a while to be long enough for a header",
    );
    place
        .run(&["check"])
        .fails(4, &["own.whitestone", "not a Whitestone ledger"]);
    assert!(place.read("own.whitestone").starts_with("this is a letter"));
}

#[test]
fn a_truncated_ledger() {
    let place = Place::with_ledger();
    place.write("good.txt", NOTE);
    place.ok(&["add", "good.txt"]);
    let bytes = fs::read(place.path("own.whitestone")).expect("the ledger");
    place.write("own.whitestone", &bytes[..bytes.len() / 2]);
    let run = place.run(&["check"]);
    assert!(
        run.code == 4 || run.code == 1,
        "{} {} {}",
        run.code,
        run.out,
        run.err
    );
    assert!(
        format!("{}{}", run.out, run.err).contains("own.whitestone"),
        "{} {}",
        run.out,
        run.err
    );
}

#[test]
fn a_ledger_of_a_newer_version() {
    let place = Place::with_ledger();
    let path = place.path("own.whitestone");
    let mut bytes = fs::read(&path).expect("the ledger");
    // The format number stands at offset 60 of the file's header, big endian.
    bytes[60..64].copy_from_slice(&999u32.to_be_bytes());
    fs::write(&path, bytes).expect("written");
    place.run(&["check"]).fails(4, &["own.whitestone", "newer"]);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    fs::create_dir(place.path("locked")).expect("a folder");
    fs::set_permissions(place.path("locked"), fs::Permissions::from_mode(0o555))
        .expect("permissions");
    if fs::write(place.path("locked/probe"), b"").is_ok() {
        let file = Command::new("chattr")
            .args(["+i"])
            .arg(place.path("locked"))
            .output();
        if !file.is_ok_and(|output| output.status.success()) {
            println!("skipped: a_read_only_folder: this user may write anywhere");
            return;
        }
    }
    let run = place.run(&["init", "locked/own.whitestone"]);
    let _ = Command::new("chattr")
        .args(["-i"])
        .arg(place.path("locked"))
        .output();
    run.fails(4, &["locked/own.whitestone"]);
}

/// A file system of one megabyte, unmounted when dropped; `None` where this user may not mount.
#[cfg(target_os = "linux")]
struct SmallDisk(std::path::PathBuf);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount(folder: std::path::PathBuf) -> Option<Self> {
        fs::create_dir_all(&folder).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(&folder)
            .output()
            .ok()?;
        mounted.status.success().then_some(Self(folder))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let place = Place::new();
    let Some(_disk) = SmallDisk::mount(place.path("disk")) else {
        println!("skipped: a_full_disk: this user may not mount a small file system");
        return;
    };
    place.ok(&["init", "--bare", "disk/own.whitestone"]);
    place.write("good.txt", NOTE);
    place.ok(&["-l", "disk/own.whitestone", "add", "good.txt"]);
    for n in 0..400 {
        place.write(
            &format!("many/{n}.txt"),
            NOTE.replace("2005", &format!("20{:02}", n % 90)).repeat(20) + &n.to_string(),
        );
    }
    place
        .run(&["-l", "disk/own.whitestone", "add", "many"])
        .fails(4, &["disk/own.whitestone", "space"]);
    let out = place
        .run(&["-l", "disk/own.whitestone", "review", "list"])
        .out;
    assert!(out.contains("good.txt"), "what was kept stays kept: {out}");
}

fn many(place: &Place, count: usize) {
    for n in 0..count {
        let text =
            NOTE.replace("4 May", &format!("{} May", n % 28 + 1)) + &format!("\nNumber {n}.\n");
        place.write(&format!("many/{n:04}.txt"), text.repeat(3));
    }
}

#[test]
fn kill_9_in_the_middle_and_again() {
    let whole = Place::with_ledger();
    many(&whole, 600);
    whole.ok(&["add", "--quiet", "many"]);

    let place = Place::with_ledger();
    many(&place, 600);
    let mut cuts = 0;
    for milliseconds in [40, 90, 160, 250] {
        let mut child = place
            .command(&["add", "--quiet", "many"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(milliseconds));
        cuts += usize::from(child.try_wait().expect("its state").is_none());
        let _ = child.kill();
        let _ = child.wait();
        place.ok(&["check"]);
    }
    place.ok(&["add", "--quiet", "many"]);
    assert!(cuts > 0, "every run ended before it could be killed");
    assert_eq!(place.fingerprint(), whole.fingerprint());
}

#[test]
fn two_writers_at_once() {
    let place = Place::with_ledger();
    many(&place, 300);
    let children: Vec<_> = (0..2)
        .map(|_| {
            place
                .command(&["add", "--quiet", "many"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program starts")
        })
        .collect();
    for child in children {
        let run = Run::of(&child.wait_with_output().expect("it ends"));
        if run.code != 0 {
            run.fails(4, &["own.whitestone", "another program"]);
        }
    }
    place.ok(&["add", "--quiet", "many"]);
    let single = Place::with_ledger();
    many(&single, 300);
    single.ok(&["add", "--quiet", "many"]);
    assert_eq!(place.fingerprint(), single.fingerprint());
}
