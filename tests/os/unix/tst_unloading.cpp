// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A program that is not linked with the library unloads a plugin that is. Output that the plugin
// left to the background still arrives.

#include <QtTest/qtest.h>

#include <dlfcn.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

class tst_Unloading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unloadedPlugin_deliversItsOutput();
};

void tst_Unloading::unloadedPlugin_deliversItsOutput()
{
    constexpr int Size = 2'000'000;
    for (int i = 0; i < 3; ++i) {
        void *const plugin = ::dlopen(UNLOADED_PLUGIN, RTLD_NOW | RTLD_LOCAL);
        QVERIFY2(plugin, ::dlerror());
        const auto leaveBytes = reinterpret_cast<int (*)(int)>(::dlsym(plugin, "leaveBytes"));
        QVERIFY(leaveBytes);
        const int fd = leaveBytes(Size);
        QVERIFY(fd >= 0);
        QCOMPARE(::dlclose(plugin), 0);
        qint64 received = 0;
        char buffer[65536];
        pollfd entry = { fd, POLLIN, 0 };
        while (::poll(&entry, 1, 10000) == 1) {
            const ssize_t count = ::read(fd, buffer, sizeof buffer);
            if (count <= 0)
                break;
            received += count;
        }
        QCOMPARE(received, Size);
        ::close(fd);
    }
    ::signal(SIGUSR1, SIG_IGN); // the plugin has restored the previous action
    ::raise(SIGUSR1);
}

QTEST_GUILESS_MAIN(tst_Unloading)
#include "tst_unloading.moc"
