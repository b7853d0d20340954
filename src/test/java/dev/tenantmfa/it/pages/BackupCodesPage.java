package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows new backup codes once ({@code tmfa-backup-codes.ftl}). */
public final class BackupCodesPage {
    private final Page page;

    public BackupCodesPage(Page page) {
        this.page = page;
    }

    /** Waits for the page and gives it. */
    public static BackupCodesPage await(Page page) {
        BackupCodesPage codes = new BackupCodesPage(page);
        codes.saved().waitFor();
        return codes;
    }

    public boolean isShown() {
        return saved().count() == 1;
    }

    /** The codes as they are shown, grouped for reading. */
    public List<String> codes() {
        return page.locator("#tmfa-codes .tmfa-secret").allInnerTexts().stream()
                .map(String::strip)
                .toList();
    }

    /** Ticks "I have saved them" and goes on. */
    public void confirm() {
        saved().check();
        Forms.submit(page);
    }

    /** Goes on without the tick. */
    public void confirmUnsaved() {
        Forms.submit(page);
    }

    /** The file that the download link gives. */
    public String download() {
        Download download =
                page.waitForDownload(() -> page.locator("#tmfa-download").click());
        try (InputStream content = download.createReadStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String error() {
        return Forms.error(page, "saved");
    }

    private Locator saved() {
        return page.locator("input[name=saved]");
    }
}
