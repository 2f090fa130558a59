// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that deprecated functions warn or are absent, as the macros of the program request.

#include <QtInterprocess/global.h>

#include <QtTest/qtest.h>

const char *warningOfALaterProject();

#define TEXT_OF(...) #__VA_ARGS__
#define EXPANDED_TEXT_OF(...) TEXT_OF(__VA_ARGS__)

#if !QTINTERPROCESS_DEPRECATED_SINCE(0, 1) || !QTINTERPROCESS_DEPRECATED_SINCE(0, 2)
#    error "by default everything exists"
#endif

class tst_Deprecation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deprecatedByThisVersion_warns();
    void deprecatedLater_doesNotWarn();
    void projectThatAsksForNone_isNotWarned();
};

void tst_Deprecation::deprecatedByThisVersion_warns()
{
    const QByteArray text = EXPANDED_TEXT_OF(QTINTERPROCESS_DEPRECATED_VERSION_X_0_1("use other()"));
    QVERIFY2(text.contains("deprecated") && text.contains("use other()"), text.constData());
}

void tst_Deprecation::deprecatedLater_doesNotWarn()
{
    const QByteArray text = EXPANDED_TEXT_OF(QTINTERPROCESS_DEPRECATED_VERSION_X_0_2("use other()"));
    QCOMPARE(text.isEmpty(), QTINTERPROCESS_VERSION < QT_VERSION_CHECK(0, 2, 0));
}

void tst_Deprecation::projectThatAsksForNone_isNotWarned()
{
    QCOMPARE(warningOfALaterProject(), "");
}

QTEST_GUILESS_MAIN(tst_Deprecation)
#include "tst_deprecation.moc"
