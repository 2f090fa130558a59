// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that error texts follow the program's translator, and that logs and comparisons do not.

#include <QtInterprocess/error.h>
#include <QtInterprocess/localserver.h>
#include <QtInterprocess/messagechannel.h>

#include <QtCore/qbuffer.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qdebug.h>
#include <QtCore/qmap.h>
#include <QtCore/qtranslator.h>
#include <QtTest/qtest.h>

#include <optional>
#include <thread>

using namespace QtInterprocess;

namespace {

// A translator with a few texts.
class Words final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *, int) const override
    {
        static const QMap<QByteArray, const char *> texts {
            { "listen on", "lauschen auf" },
            { "send %1 to", "%1 senden an" },
            { "the name is empty", "der Name ist leer" },
            { "the message has %1 bytes, the limit is %2", "die Grenze ist %2, es sind %1 Bytes" },
            { "%1 \"%2\": %3", "%1 <%2>: %3" },
        };
        const char *text = qstrcmp(context, "QtInterprocess") == 0 ? texts.value(source) : nullptr;
        return text ? QString::fromUtf8(text) : QString();
    }
};

class Application
{
public:
    explicit Application(QTranslator *translator = nullptr)
    {
        if (translator)
            QCoreApplication::installTranslator(translator);
    }

private:
    int m_count = 1;
    char m_name[5] = "test";
    char *m_arguments[2] = { m_name, nullptr };
    QCoreApplication m_application { m_count, m_arguments };
};

Error emptyName()
{
    LocalServer server;
    return server.listen(QString()) ? Error() : server.error();
}

const QString English = QStringLiteral("the name is empty");
const QString German = QStringLiteral("der Name ist leer");

} // namespace

class tst_Translations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAnApplication_textsAreEnglish();
    void textsFollowTheTranslator();
    void operationStaysEnglish();
    void placeholders_followTheTranslation();
    void valuesThatLookLikePlaceholders_areUnchanged();
    void nameOfASignal_isPartOfAnOperation();
    void operationOfTheProgram_isUnchanged();
    void equality_doesNotDependOnTheLanguage();
    void errorOfAnotherThread_isTranslated();
    void debugOutput_isEnglish();
#ifdef QTINTERPROCESS_QM_DIR
    void german_isInstalled();
#endif
};

void tst_Translations::withoutAnApplication_textsAreEnglish()
{
    QVERIFY(!QCoreApplication::instance());
    QCOMPARE(Error(Error::TimedOut, 0, QStringLiteral("wait for"), QStringLiteral("x")).message(),
             QStringLiteral("wait for \"x\": timed out"));
}

void tst_Translations::textsFollowTheTranslator()
{
    const Application application;
    const Error error = emptyName();
    QCOMPARE(error, Error::InvalidName);
    QCOMPARE(error.reason(), English);
    Words german;
    QCoreApplication::installTranslator(&german);
    QCOMPARE(error.reason(), German); // created before the translator was installed
    QCOMPARE(emptyName().reason(), German);
    QCOMPARE(error.withSubject(QStringLiteral("x")).message(), QStringLiteral("lauschen auf <x>: der Name ist leer"));
    QCoreApplication::removeTranslator(&german);
    QCOMPARE(error.reason(), English);
}

void tst_Translations::operationStaysEnglish()
{
    Words german;
    const Application application(&german);
    QCOMPARE(emptyName().operation(), QStringLiteral("listen on"));
}

void tst_Translations::placeholders_followTheTranslation()
{
    Words german;
    const Application application(&german);
    QBuffer buffer;
    QVERIFY(buffer.open(QIODevice::ReadWrite));
    MessageChannel channel(&buffer);
    channel.setMaximumMessageSize(3);
    QVERIFY(!channel.send(QByteArray("four")));
    QCOMPARE(channel.error().message(), QStringLiteral("send a message: die Grenze ist 3, es sind 4 Bytes"));
}

void tst_Translations::valuesThatLookLikePlaceholders_areUnchanged()
{
    Words german;
    const Application application(&german);
    const Error error(Error::OtherError, 0, QStringLiteral("listen on"), QStringLiteral("%3%1"),
                      QStringLiteral("%2%%"));
    QCOMPARE(error.message(), QStringLiteral("lauschen auf <%3%1>: %2%%"));
}

void tst_Translations::nameOfASignal_isPartOfAnOperation()
{
    Words german;
    const Application application(&german);
    const Error error(Error::NotFound, 0, QStringLiteral("send SIGTERM to"), QStringLiteral("7"),
                      QStringLiteral("why"));
    QCOMPARE(error.message(), QStringLiteral("SIGTERM senden an <7>: why"));
}

void tst_Translations::operationOfTheProgram_isUnchanged()
{
    Words german;
    const Application application(&german);
    const Error error(Error::NotFound, 0, QStringLiteral("the name is empty"), QStringLiteral("7"),
                      QStringLiteral("listen on"));
    QCOMPARE(error.message(), QStringLiteral("the name is empty <7>: listen on"));
}

void tst_Translations::equality_doesNotDependOnTheLanguage()
{
    const Application application;
    const Error before = emptyName();
    Words german;
    QCoreApplication::installTranslator(&german);
    QCOMPARE(before, emptyName());
    QVERIFY(before != emptyName().withSubject(QStringLiteral("x")));
    QCoreApplication::removeTranslator(&german);
}

void tst_Translations::errorOfAnotherThread_isTranslated()
{
    Words german;
    const Application application(&german);
    Error error;
    QString there;
    std::thread([&] {
        error = emptyName();
        there = error.reason();
    }).join();
    QCOMPARE(there, German);
    QCOMPARE(error.reason(), German);
}

void tst_Translations::debugOutput_isEnglish()
{
    Words german;
    const Application application(&german);
    QString text;
    QDebug(&text) << emptyName().withSubject(QStringLiteral("x"));
    QCOMPARE(text.trimmed(), QStringLiteral("listen on \"x\": the name is empty"));
}

#ifdef QTINTERPROCESS_QM_DIR
void tst_Translations::german_isInstalled()
{
    const Application application;
    QTranslator german;
    QVERIFY(german.load(QLocale(QLocale::German), QStringLiteral("qtinterprocess"), QStringLiteral("_"),
                        QStringLiteral(QTINTERPROCESS_QM_DIR)));
    QCoreApplication::installTranslator(&german);
    QCOMPARE(emptyName().withSubject(QStringLiteral("x")).message(),
             QString::fromUtf8("Lauschen auf „x“: der Name ist leer"));
    QCOMPARE(Error(Error::TimedOut, 0, QStringLiteral("send SIGTERM to"), QStringLiteral("7")).message(),
             QString::fromUtf8("Senden von SIGTERM an „7“: Zeitüberschreitung"));
}
#endif

QTEST_APPLESS_MAIN(tst_Translations)
#include "tst_translations.moc"
